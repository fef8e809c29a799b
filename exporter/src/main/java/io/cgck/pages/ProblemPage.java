package io.cgck.pages;

import static java.util.Objects.requireNonNull;

/**
 * Instead of a page that there is not.
 *
 * @param what a sentence about it
 * @param advice a sentence that says what to do; empty for none
 */
record ProblemPage(Frame frame, String what, String advice) {
  ProblemPage {
    requireNonNull(frame, "frame is null");
    requireNonNull(what, "what is null");
    requireNonNull(advice, "advice is null");
  }
}
