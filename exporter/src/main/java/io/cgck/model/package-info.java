/** The records that every other package speaks. */
@NullMarked
package io.cgck.model;

import org.jspecify.annotations.NullMarked;
