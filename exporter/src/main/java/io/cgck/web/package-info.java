/** Jetty: one handler per path. */
@NullMarked
package io.cgck.web;

import org.jspecify.annotations.NullMarked;
