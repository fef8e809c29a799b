package io.cgck.cli;

import io.cgck.text.Printable;
import java.io.Serial;
import java.util.stream.Collectors;

/** A command cannot do what it was asked for. The message is all that the operator gets to see. */
final class CommandFailure extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private final String sentence;
  private final int status;

  CommandFailure(String sentence) {
    this(sentence, FAILED);
  }

  private CommandFailure(String sentence, int status) {
    super(sentence);
    this.status = status;
    // It may quote names of files and what was typed.
    this.sentence = sentence.lines().map(Printable::of).collect(Collectors.joining("\n"));
  }

  /** What was given on the command line means nothing. */
  static CommandFailure wrongUsage(String sentence) {
    return new CommandFailure(sentence, WRONG_USAGE);
  }

  /** Exit status of the command. */
  int status() {
    return status;
  }

  String sentence() {
    return sentence;
  }
}
