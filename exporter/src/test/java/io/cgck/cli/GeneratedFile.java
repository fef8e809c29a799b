package io.cgck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that a test generates. It is committed, so that a build needs no generator, and so that a
 * review shows what users will get.
 */
public record GeneratedFile(Path path) {
  /** A file that is installed below {@code share}. */
  static GeneratedFile inShare(String path) {
    return new GeneratedFile(Path.of("src/main/dist/share").resolve(path));
  }

  /**
   * Fails if the file is not what the generator makes; with {@code -Dformat=fix} it is rewritten.
   */
  public void check(String generated, Class<?> test) throws IOException {
    if ("fix".equals(System.getProperty("format"))) {
      Files.createDirectories(path.getParent());
      Files.writeString(path, generated);
    }
    assertThat(Files.exists(path) ? Files.readString(path) : "")
        .as("%s; rewrite with: mvn test -Dtest=%s -Dformat=fix", path, test.getSimpleName())
        .isEqualTo(generated);
  }
}
