package io.cgck.model;

/** What of a process is read only when a matcher or a filter needs it. */
public enum Detail {
  /** Effective user ID, from {@code /proc/PID/status}. */
  USER,
  /** Executable, from {@code /proc/PID/exe}. */
  EXE,
  /** Arguments, from {@code /proc/PID/cmdline}. */
  CMDLINE
}
