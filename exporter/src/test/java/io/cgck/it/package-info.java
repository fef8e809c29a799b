/** The application image on the real kernel, end to end. */
package io.cgck.it;
