package io.cgck.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.event.Level;

/**
 * The priority that journald reads at the beginning of a line ({@code sd-daemon(3)}), where
 * standard error leads to it.
 */
enum JournalPriority {
  ERROR(3),
  WARNING(4),
  INFO(6),
  DEBUG(7);

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private final String prefix;

  JournalPriority(int level) {
    this.prefix = "<" + level + ">";
  }

  String prefix() {
    return prefix;
  }

  static JournalPriority of(Level level) {
    return switch (level) {
      case ERROR -> ERROR;
      case WARN -> WARNING;
      case INFO -> INFO;
      case DEBUG, TRACE -> DEBUG;
    };
  }

  /**
   * Whether standard error is the journal.
   *
   * @param environment with {@code JOURNAL_STREAM} as {@code systemd.exec(5)} sets it: device and
   *     inode. A process that redirected its output since still has the variable.
   */
  static boolean isRead(Map<String, String> environment) {
    String stream = environment.getOrDefault("JOURNAL_STREAM", "");
    if (stream.isEmpty()) {
      return false;
    }
    try {
      Map<String, Object> file =
          Files.readAttributes(STANDARD_ERROR, "unix:dev,ino", new LinkOption[0]);
      return stream.equals(file.get("dev") + ":" + file.get("ino"));
    } catch (IOException e) {
      // Nobody can read what is written there anyway.
      return false;
    }
  }
}
