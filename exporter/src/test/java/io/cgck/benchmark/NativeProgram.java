package io.cgck.benchmark;

import io.cgck.lab.Command;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Programs in C of the benchmark, compiled where it runs. */
record NativeProgram(Path executable) {
  private static final Path SOURCES = Path.of("benchmark/native");
  private static final Path COMPILED = Path.of("target/benchmark");

  /** Whether the machine has a C compiler. */
  static boolean canCompile() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "cc")));
  }

  /** Compiles one, given its name without {@code .c}. */
  static NativeProgram compile(String name) {
    if (!canCompile()) {
      throw new IllegalStateException(
          "there is no C compiler (cc) on PATH: install one, on Debian with"
              + " apt-get install gcc libc6-dev");
    }
    try {
      Files.createDirectories(COMPILED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path executable = COMPILED.resolve(name).toAbsolutePath();
    Path source = SOURCES.resolve(name + ".c");
    Command.Outcome outcome =
        Command.of(
                new ProcessBuilder(
                    "cc",
                    "-std=gnu11",
                    "-O2",
                    "-Wall",
                    "-Wextra",
                    "-o",
                    executable.toString(),
                    source.toString()))
            .run("");
    if (outcome.exitCode() != 0) {
      throw new IllegalStateException(
          "cc does not compile %s: %s".formatted(source, outcome.stderr()));
    }
    return new NativeProgram(executable);
  }
}
