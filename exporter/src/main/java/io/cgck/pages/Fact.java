package io.cgck.pages;

import static java.util.Objects.requireNonNull;

/**
 * A term and what it comes to.
 *
 * @param note a sentence that explains it; empty for none
 */
record Fact(String term, String value, String note) {
  Fact {
    requireNonNull(term, "term is null");
    requireNonNull(value, "value is null");
    requireNonNull(note, "note is null");
  }

  Fact(String term, String value) {
    this(term, value, "");
  }
}
