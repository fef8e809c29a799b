package io.cgck.metrics;

/** One concern of the exposition. */
interface FamilyCollector {
  /** Value of the label {@code collector}. */
  String name();

  /** Adds what a published scan says. */
  void collect(Published published, Families families);
}
