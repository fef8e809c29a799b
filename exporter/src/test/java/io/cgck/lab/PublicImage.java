package io.cgck.lab;

import io.cgck.lab.Command.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A copy of the image that every user may run, wherever the build's own lies. */
public record PublicImage(Path directory) implements AutoCloseable {
  public static PublicImage copyOf(CgckImage image) {
    try {
      PublicImage copy = new PublicImage(Files.createTempDirectory("cgck-image-"));
      run("cp", "-R", image.directory().toString(), copy.image().directory().toString());
      run("chmod", "-R", "a+rX", copy.directory().toString());
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public CgckImage image() {
    return new CgckImage(directory.resolve("cgck"));
  }

  @Override
  public void close() {
    run("rm", "-rf", directory.toString());
  }

  private static void run(String... command) {
    Outcome outcome = Command.of(new ProcessBuilder(command)).run("");
    if (outcome.exitCode() != 0) {
      throw new AssertionError(String.join(" ", command) + " failed: " + outcome);
    }
  }
}
