/** JSON, and the shapes of what has no words of its own. */
@NullMarked
package io.cgck.json;

import org.jspecify.annotations.NullMarked;
