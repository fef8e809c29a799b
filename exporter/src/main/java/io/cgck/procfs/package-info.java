/** One small class per kernel file below {@code /proc}: bytes in, records out. */
@NullMarked
package io.cgck.procfs;

import org.jspecify.annotations.NullMarked;
