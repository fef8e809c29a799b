package io.cgck.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A package that the build made, as {@code NAME_VERSION_ARCHITECTURE.deb}. */
public record DebianPackage(Path file) {
  public static final String NAME = "cgck-exporter";

  public static DebianPackage ofTheBuild() {
    String packages = System.getProperty("cgck.packages");
    assertThat(packages).as("system property cgck.packages, set by mvn verify").isNotNull();
    try (Stream<Path> files = Files.list(Path.of(packages))) {
      List<Path> found =
          files.filter(file -> file.getFileName().toString().matches(NAME + "_.*\\.deb")).toList();
      assertThat(found).as("packages in " + packages).hasSize(1);
      return new DebianPackage(found.getFirst());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String version() {
    return file.getFileName().toString().split("_", -1)[1];
  }
}
