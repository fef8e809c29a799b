package io.cgck.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cgck.lab.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A program that a test tries a file with, and that not every machine has. */
record Tool(String name) {
  /** Skips the test if the tool is not installed. */
  Command.Outcome run(String input, List<String> arguments) {
    assumeTrue(isInstalled(), name + " is not installed");
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of(name), arguments.stream()).toList());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("TERM", "dumb");
    builder.environment().put("MANWIDTH", "80");
    return Command.of(builder).run(input);
  }

  private boolean isInstalled() {
    return Arrays.stream(System.getenv("PATH").split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
  }
}
