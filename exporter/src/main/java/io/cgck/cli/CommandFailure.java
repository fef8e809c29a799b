package io.cgck.cli;

import java.io.Serial;
import java.util.stream.Collectors;

/** A command cannot do what it was asked for. The message is all that the operator gets to see. */
final class CommandFailure extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final String sentence;

  CommandFailure(String sentence) {
    super(sentence);
    // It may quote names of files and what was typed.
    this.sentence = sentence.lines().map(Printable::of).collect(Collectors.joining("\n"));
  }

  String sentence() {
    return sentence;
  }
}
