package io.cgck.cli;

import io.cgck.kernel.KernelReader;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;

/** Entry point. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
    // No flag has such a type, and to look for closures of Groovy takes time as well.
    System.setProperty("picocli.converters.excludes", "java.time.*,java.sql.*");
    System.setProperty("picocli.disable.closures", "true");
    // Every command but one reads the kernel; to bind its functions takes as long as to read flags.
    Thread.ofPlatform().name("warm-up").daemon().start(KernelReader::new);
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
    CommandLine line = new CommandLine(new Cgck().spec());
    Verb.of(args)
        .ifPresentOrElse(
            verb -> verb.addTo(line),
            () -> Arrays.stream(Verb.values()).forEach(verb -> verb.addTo(line)));
    return line.setExecutionExceptionHandler(new FailureExplanation())
        .setParameterExceptionHandler(new UsageExplanation());
  }
}
