package io.cgck.pages;

import static java.util.Objects.requireNonNull;

/**
 * A number at the head of a page.
 *
 * @param href where its parts are listed
 */
record Figure(String of, String value, String note, String href, Tone tone) {
  Figure {
    requireNonNull(of, "of is null");
    requireNonNull(value, "value is null");
    requireNonNull(note, "note is null");
    requireNonNull(href, "href is null");
    requireNonNull(tone, "tone is null");
  }
}
