package io.cgck.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** Entry point. */
public final class Main {
  private static final String UNEXPECTED =
      "this is a defect of cgck; please report it with what stands above";

  private Main() {}

  public static void main(String[] args) {
    System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
    PrintWriter out = utf8(FileDescriptor.out);
    PrintWriter err = utf8(FileDescriptor.err);
    int status = commandLine(args).setOut(out).setErr(err).execute(args);
    if (out.checkError() && status == 0) {
      err.println("cgck: standard output could not be written");
      status = 1;
    }
    System.exit(status);
  }

  /** Whatever the locale says: names are UTF-8, and JSON and metrics must be. */
  private static PrintWriter utf8(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(
            new BufferedOutputStream(new FileOutputStream(descriptor)), StandardCharsets.UTF_8),
        true);
  }

  /**
   * What reads a command line: with the one command that it names, since to look at the flags of
   * all of them takes longer than the daemon needs for its first answer; or with all.
   */
  static CommandLine commandLine(String... args) {
    CommandLine line = new CommandLine(new Cgck());
    Verb.of(args)
        .ifPresentOrElse(
            verb -> verb.addTo(line),
            () -> Arrays.stream(Verb.values()).forEach(verb -> verb.addTo(line)));
    return line.setExecutionExceptionHandler(Main::explainFailure)
        .setParameterExceptionHandler(Main::explainUsage);
  }

  private static int explainUsage(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String what =
        e instanceof CommandLine.UnmatchedArgumentException unmatched
            ? unknown(unmatched)
            : firstLine(e);
    complain(command, what + "; see '" + name + " --help'");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String unknown(CommandLine.UnmatchedArgumentException e) {
    String argument = e.getUnmatched().isEmpty() ? "" : e.getUnmatched().getFirst();
    String kind =
        argument.startsWith("-")
            ? "unknown flag "
            : e.getCommandLine().getSubcommands().isEmpty()
                ? "unexpected argument "
                : "unknown command ";
    List<String> suggestions = e.getSuggestions();
    return kind
        + "'"
        + Printable.of(argument)
        + "'"
        + (suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?");
  }

  private static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage());
    return Printable.of(message.lines().findFirst().orElse(message));
  }

  private static int explainFailure(
      Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    if (e instanceof CommandFailure failure) {
      complain(command, failure.sentence());
      return failure.status();
    }
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace, true));
    if (JournalPriority.isRead(System.getenv())) {
      complain(command, Printable.of(trace.toString()));
    } else {
      command.getErr().print(trace);
    }
    complain(command, UNEXPECTED);
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  /** In the journal every line stands for itself. */
  private static void complain(CommandLine command, String what) {
    String priority = JournalPriority.isRead(System.getenv()) ? JournalPriority.ERROR.prefix() : "";
    what.lines().forEach(line -> command.getErr().println(priority + "cgck: " + line));
  }
}
