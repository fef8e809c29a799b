/** One catalogue of metric families, one collector per concern, and the exposition. */
@NullMarked
package io.cgck.metrics;

import org.jspecify.annotations.NullMarked;
