/**
 * The only package that calls foreign functions: descriptors, reads and namespaces, with errno as a
 * value.
 */
@NullMarked
package io.cgck.kernel;

import org.jspecify.annotations.NullMarked;
