/** Matchers: which processes a rule or a filter is about. */
@NullMarked
package io.cgck.match;

import org.jspecify.annotations.NullMarked;
