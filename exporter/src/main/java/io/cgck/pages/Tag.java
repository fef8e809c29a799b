package io.cgck.pages;

import static java.util.Objects.requireNonNull;

/**
 * A word or two about something.
 *
 * @param href where more is said; empty for nowhere
 */
record Tag(String text, Tone tone, String href) {
  Tag {
    requireNonNull(text, "text is null");
    requireNonNull(tone, "tone is null");
    requireNonNull(href, "href is null");
  }

  static Tag of(String text, Tone tone) {
    return new Tag(text, tone, "");
  }
}
