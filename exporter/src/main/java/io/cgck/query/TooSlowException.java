package io.cgck.query;

/** To find what fits took too long; nothing is wrong but the patterns of whoever asked. */
public final class TooSlowException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final String WHY =
      "the patterns took more than "
          + Deadline.PATIENCE.toSeconds()
          + " s to match; write simpler ones";

  TooSlowException() {
    super(WHY);
  }

  /** What happened and what to do, for people. */
  public String why() {
    return WHY;
  }
}
