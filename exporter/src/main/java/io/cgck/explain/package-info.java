/** What was found, in words and as JSON. */
@NullMarked
package io.cgck.explain;

import org.jspecify.annotations.NullMarked;
