/** Where processes belong, and whether they are there. */
@NullMarked
package io.cgck.expect;

import org.jspecify.annotations.NullMarked;
