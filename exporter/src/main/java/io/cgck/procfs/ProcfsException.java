package io.cgck.procfs;

import java.io.Serial;

/** There is no procfs where one was expected. */
public final class ProcfsException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final String sentence;

  public ProcfsException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  /** What is wrong, as a sentence for the operator. */
  public String sentence() {
    return sentence;
  }
}
