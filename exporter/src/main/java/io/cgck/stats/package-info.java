/** Which cgroups are read and what comes of it, scan after scan. */
@NullMarked
package io.cgck.stats;

import org.jspecify.annotations.NullMarked;
