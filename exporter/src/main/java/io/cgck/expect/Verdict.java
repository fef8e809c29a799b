package io.cgck.expect;

import static java.util.Objects.requireNonNull;

/** What one look at a process says of a requirement. */
public sealed interface Verdict {
  record Met() implements Verdict {}

  /**
   * The process is not as it should be.
   *
   * @param expected what should be, for people, for example {@code /system.slice/nginx.service/**}
   * @param actual what is instead, for example {@code /}
   */
  record Broken(String expected, String actual) implements Verdict {
    public Broken {
      requireNonNull(expected, "expected is null");
      requireNonNull(actual, "actual is null");
    }
  }

  /** It cannot be told, since something could not be read: neither met nor broken. */
  record Unknown() implements Verdict {}

  /** The requirement says nothing about this process. */
  record NotMeant() implements Verdict {}
}
