/** Looks at every process on a timer and publishes immutable snapshots. */
@NullMarked
package io.cgck.scan;

import org.jspecify.annotations.NullMarked;
