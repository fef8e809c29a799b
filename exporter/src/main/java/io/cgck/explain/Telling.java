package io.cgck.explain;

import io.cgck.model.ProcessInfo;

/**
 * What an explanation may tell of what is around its process. It judges by the whole snapshot
 * nevertheless, and says how much it does not name.
 */
public interface Telling {
  /** Everything: for whoever looks for themselves. */
  Telling ALL = process -> true;

  /** Whether a process may be named. */
  boolean names(ProcessInfo process);
}
