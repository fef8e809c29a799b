package io.cgck.cli;

import io.cgck.text.Printable;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * Says why a command could not do what it was asked for. A class for the same reason as {@link
 * UsageExplanation}.
 */
final class FailureExplanation implements CommandLine.IExecutionExceptionHandler {
  private static final String UNEXPECTED =
      "this is a defect of cgck; please report it with what stands above";

  @Override
  public int handleExecutionException(
      Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    if (e instanceof CommandFailure failure) {
      Complaint.about(command, failure.sentence());
      return failure.status();
    }
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace, true));
    if (JournalPriority.isRead(System.getenv())) {
      Complaint.about(command, Printable.of(trace.toString()));
    } else {
      command.getErr().print(trace);
    }
    Complaint.about(command, UNEXPECTED);
    return command.getCommandSpec().exitCodeOnExecutionException();
  }
}
