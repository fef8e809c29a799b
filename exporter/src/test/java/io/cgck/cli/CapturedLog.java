package io.cgck.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.event.Level;

/** Takes what is logged, from {@code info} on, until it is closed. */
public final class CapturedLog implements AutoCloseable {
  private final LogOutput output = LogOutput.inUse();
  private final LogOutput.Settings before = output.settings();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  public CapturedLog() {
    output.set(
        new LogOutput.Settings(
            Level.INFO,
            Map.of(),
            new LogFormatter(LogFormatter.Format.logfmt, false, false),
            line -> lines.add(line.replaceFirst("ts=\\S+ ", "").strip())));
  }

  /** Lines as the daemon writes them, without the time; a list that grows. */
  public List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    output.set(before);
  }
}
