package io.cgck.pages;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The name of the host, as {@code /proc/sys/kernel/hostname} tells it to cgck. */
record HostName(Path procfs) {
  private static final Logger LOG = LoggerFactory.getLogger(HostName.class);

  HostName {
    requireNonNull(procfs, "procfs is null");
  }

  String read() {
    Path file = procfs.resolve("sys/kernel/hostname");
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      LOG.debug("{} cannot be read, so pages do not name the host", file, e);
      return "this host";
    }
  }
}
