package io.cgck.procfs;

import java.io.Serial;

/** There is no procfs where one was expected. The message is a sentence for the operator. */
public final class ProcfsException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  public ProcfsException(String message) {
    super(message);
  }
}
