/** What a service manager hands over at the start, and what it is told. */
@NullMarked
package io.cgck.systemd;

import org.jspecify.annotations.NullMarked;
