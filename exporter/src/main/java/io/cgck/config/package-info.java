/** The YAML configuration file, turned into validated records. */
@NullMarked
package io.cgck.config;

import org.jspecify.annotations.NullMarked;
