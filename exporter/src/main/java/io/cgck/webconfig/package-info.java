/** The web configuration file, in the format of Prometheus' exporter-toolkit. */
@NullMarked
package io.cgck.webconfig;

import org.jspecify.annotations.NullMarked;
