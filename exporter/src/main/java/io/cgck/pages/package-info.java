/** Pages for people: what metrics show, as HTML. Templates are in {@code src/main/jte}. */
@NullMarked
package io.cgck.pages;

import org.jspecify.annotations.NullMarked;
