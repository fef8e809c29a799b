/** The trace instance of tracefs, and what the kernel writes into its ring buffers. */
@NullMarked
package io.cgck.tracefs;

import org.jspecify.annotations.NullMarked;
