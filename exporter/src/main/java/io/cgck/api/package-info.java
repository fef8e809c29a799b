/** {@code /api/v1/}: what the metrics show, as JSON. */
@NullMarked
package io.cgck.api;

import org.jspecify.annotations.NullMarked;
