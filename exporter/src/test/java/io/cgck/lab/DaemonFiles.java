package io.cgck.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The files of one daemon, in a directory that every user may read. */
record DaemonFiles(Path directory) implements AutoCloseable {
  static DaemonFiles create(String config) {
    try {
      Path directory = Files.createTempDirectory("cgck-daemon-");
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      DaemonFiles files = new DaemonFiles(directory);
      files.replaceConfig(config);
      Files.createFile(files.log());
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path config() {
    return directory.resolve("cgck.yml");
  }

  /** Its standard error. */
  Path log() {
    return directory.resolve("log");
  }

  String logText() {
    try {
      return new String(Files.readAllBytes(log()), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void replaceConfig(String text) {
    try {
      Path next = Files.writeString(directory.resolve("next.yml"), text);
      Files.move(next, config(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(config());
      Files.deleteIfExists(log());
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
