package io.cgck.metrics;

import java.util.Set;

/** One concern of the exposition. */
interface FamilyCollector {
  /** Value of the label {@code collector}. */
  String name();

  /** The families that it has, now and then at least. */
  Set<Family> families();

  /** Adds what a published scan says. */
  void collect(Published published, Families families);
}
