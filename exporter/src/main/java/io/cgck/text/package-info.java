/** Text for people: tables, and names that cannot steer a terminal. */
@NullMarked
package io.cgck.text;

import org.jspecify.annotations.NullMarked;
