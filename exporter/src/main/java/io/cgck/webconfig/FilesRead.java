package io.cgck.webconfig;

import io.cgck.config.FileContent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files that a configuration came from, as they were then. It goes by contents: time stamps are
 * coarser than two changes can be apart, and a Kubernetes volume changes by links that are made
 * anew.
 */
final class FilesRead {
  private final Map<Path, FileContent> contents = new LinkedHashMap<>();

  /** What a file holds; one that is named twice is read once. */
  FileContent read(Path path) {
    return contents.computeIfAbsent(path, FileContent::read);
  }

  /** Whether none was read. */
  boolean isEmpty() {
    return contents.isEmpty();
  }

  /** Whether any of them holds something else now. */
  boolean changed() {
    return contents.entrySet().stream()
        .anyMatch(entry -> !FileContent.read(entry.getKey()).equals(entry.getValue()));
  }
}
