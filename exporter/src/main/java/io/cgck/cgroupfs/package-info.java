/** The files of cgroups: bytes in, numbers out; no judgement. */
@NullMarked
package io.cgck.cgroupfs;

import org.jspecify.annotations.NullMarked;
