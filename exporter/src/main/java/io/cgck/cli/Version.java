package io.cgck.cli;

import io.cgck.metrics.BuildInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Which cgck this is, from the file that the build wrote. */
final class Version implements IVersionProvider {
  static BuildInfo build() {
    Properties build = new Properties();
    try (InputStream file = Version.class.getResourceAsStream("/io/cgck/build.properties")) {
      if (file == null) {
        throw new IllegalStateException("build.properties is not on the class path");
      }
      build.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BuildInfo(
        build.getProperty("version", ""),
        build.getProperty("revision", ""),
        System.getProperty("java.version", ""));
  }

  @Override
  public String[] getVersion() {
    BuildInfo build = build();
    String revision = build.revision().isEmpty() ? "" : " (revision " + build.revision() + ")";
    return new String[] {"cgck " + build.version() + revision + ", Java " + build.javaVersion()};
  }
}
