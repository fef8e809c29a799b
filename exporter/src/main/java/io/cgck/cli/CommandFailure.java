package io.cgck.cli;

import java.io.Serial;

/** A command cannot do what it was asked for. The message is all that the operator gets to see. */
final class CommandFailure extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final String sentence;

  CommandFailure(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
