/** Who made a cgroup: unit, container, pod or job, from its path alone. */
@NullMarked
package io.cgck.attribute;

import org.jspecify.annotations.NullMarked;
