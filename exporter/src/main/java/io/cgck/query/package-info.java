/** What is asked for over HTTP: filters, order and pages, the same for people and for programs. */
@NullMarked
package io.cgck.query;

import org.jspecify.annotations.NullMarked;
