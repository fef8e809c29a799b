package io.cgck.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The application image that the build made. */
public record CgckImage(Path directory) {
  public static CgckImage ofTheBuild() {
    String directory = System.getProperty("cgck.image");
    assertThat(directory).as("system property cgck.image, set by mvn verify").isNotNull();
    return new CgckImage(Path.of(directory));
  }

  /**
   * The launcher with arguments, in the environment that service managers give: no locale.
   *
   * @param prefix command that becomes the launcher, for example {@code setpriv}; may be empty
   */
  ProcessBuilder command(List<String> prefix, List<String> arguments) {
    List<String> line = new ArrayList<>(prefix);
    line.add(directory.resolve("bin/cgck").toString());
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("LC_ALL", "C");
    // The JVM would announce these on standard error.
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    return builder;
  }
}
