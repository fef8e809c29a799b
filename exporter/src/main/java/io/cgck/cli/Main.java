package io.cgck.cli;

import io.cgck.kernel.KernelReader;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Entry point. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Otherwise all jars are searched for it.
    System.setProperty("slf4j.provider", LogProvider.class.getName());
    System.setProperty("slf4j.internal.verbosity", "WARN");
    // All times are of UTC. What asks for providers of time zones or of sockets would have all jars
    // searched for some.
    TimeZone.setDefault(new SimpleTimeZone(0, "UTC"));
    System.setProperty(
        "java.nio.channels.spi.SelectorProvider", "sun.nio.ch.EPollSelectorProvider");
    // A thread that wrote an answer would keep a native copy of it, however large, for the next.
    System.setProperty("jdk.nio.maxCachedBufferSize", "65536");
    // No flag has such a type, and to look for closures of Groovy takes time as well.
    System.setProperty("picocli.converters.excludes", "java.time.*,java.sql.*");
    System.setProperty("picocli.disable.closures", "true");
    Thread.currentThread().setContextClassLoader(new NoServices(Main.class.getClassLoader()));
    // Every command but one reads the kernel; to bind its functions takes as long as to read flags.
    Thread.ofPlatform().name("warm-up").daemon().start(KernelReader::new);
    PrintWriter out = utf8(FileDescriptor.out);
    PrintWriter err = utf8(FileDescriptor.err);
    int status = execute(out, err, args);
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

  /** Does what a command line asks for and gives the exit status. */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    // Only with the flags of the command that it names, since to describe those of all takes a
    // while.
    Optional<Verb> named = Verb.of(args);
    CommandSpec spec = named.map(Verb::spec).orElseGet(Main::program);
    return new CommandLine(spec)
        // An argument that begins with @ is what it is, and names no file of arguments.
        .setExpandAtFiles(false)
        .registerConverter(Integer.class, new WholeNumber())
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(new FailureExplanation())
        .setParameterExceptionHandler(new UsageExplanation())
        .execute(named.isPresent() ? Arrays.copyOfRange(args, 1, args.length) : args);
  }

  /** The program with all its commands. */
  static CommandSpec program() {
    CommandSpec program = new Cgck().spec();
    for (Verb verb : Verb.values()) {
      verb.addTo(program);
    }
    return program;
  }
}
