package io.cgck.pages;

import static java.util.Objects.requireNonNull;

/** A sentence that must not be overlooked. */
record Notice(String text, Tone tone) {
  Notice {
    requireNonNull(text, "text is null");
    requireNonNull(tone, "tone is null");
  }
}
