package io.cgck.webconfig;

import static java.util.Objects.requireNonNull;

import io.cgck.config.Problem;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web configuration in force. Whoever connects or asks for something makes it look whether its
 * files have changed, once a second at most; nobody waits for that but the one who does. What is
 * wrong then changes nothing. Safe for use by several threads.
 */
public final class LiveWebConfig {
  private static final Logger LOG = LoggerFactory.getLogger(LiveWebConfig.class);
  private static final Duration PACE = Duration.ofSeconds(1);

  private final Path path;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final AtomicLong nextLook;
  private volatile WebConfig config;
  private volatile Status status;
  private FilesRead files;
  private String told = "";
  private Consumer<Status> listener = now -> {};

  /**
   * How the last attempt to read the files ended.
   *
   * @param successful whether what they say is in force
   * @param at when what is in force was read
   * @param notAfter when the certificate in force expires; empty without TLS
   */
  public record Status(boolean successful, Instant at, Optional<Instant> notAfter) {
    public Status {
      requireNonNull(at, "at is null");
      requireNonNull(notAfter, "notAfter is null");
    }
  }

  /** What came of the first attempt. */
  public sealed interface Opened {
    record Good(LiveWebConfig config) implements Opened {}

    record Bad(List<Problem> problems) implements Opened {
      public Bad {
        problems = List.copyOf(problems);
      }
    }
  }

  private LiveWebConfig(
      Path path, Clock clock, LongSupplier nanoTime, WebConfig config, FilesRead files) {
    this.path = path;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.config = config;
    this.files = files;
    this.nextLook = new AtomicLong(nanoTime.getAsLong() + PACE.toNanos());
    this.status = status(config, true, clock.instant());
  }

  /** Reads a file for the first time. */
  public static Opened open(Path path) {
    return open(path, Clock.systemUTC(), System::nanoTime);
  }

  static Opened open(Path path, Clock clock, LongSupplier nanoTime) {
    FilesRead files = new FilesRead();
    return switch (new WebConfigLoader(path).load(files)) {
      case WebConfigResult.Valid(WebConfig config, List<Problem> warnings) -> {
        warnings.forEach(warning -> LOG.warn("{}", warning));
        yield new Opened.Good(new LiveWebConfig(path, clock, nanoTime, config, files));
      }
      case WebConfigResult.Invalid(List<Problem> problems) -> new Opened.Bad(problems);
    };
  }

  /** Has somebody told now, and after every attempt to read the files again. */
  public synchronized void listen(Consumer<Status> newListener) {
    listener = newListener;
    newListener.accept(status);
  }

  /** What is in force now. */
  public WebConfig current() {
    long next = nextLook.get();
    long now = nanoTime.getAsLong();
    if (now - next >= 0 && nextLook.compareAndSet(next, now + PACE.toNanos())) {
      look();
    }
    return config;
  }

  private synchronized void look() {
    if (!files.changed()) {
      return;
    }
    FilesRead now = new FilesRead();
    WebConfigResult result = new WebConfigLoader(path).load(now);
    // Also after a failure: it is tried again when something changes, and not once a second.
    files = now;
    switch (result) {
      case WebConfigResult.Valid(WebConfig next, List<Problem> warnings) -> take(next, warnings);
      case WebConfigResult.Invalid(List<Problem> problems) ->
          keep(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    }
    listener.accept(status);
  }

  private void take(WebConfig next, List<Problem> warnings) {
    if (next.tls().isPresent() != config.tls().isPresent()) {
      keep(
          "%s turns TLS %s, which takes a restart"
              .formatted(path, next.tls().isPresent() ? "on" : "off"));
      return;
    }
    if (next.http2() != config.http2()) {
      LOG.warn("{}: http2 changes with the next start", path);
    }
    warnings.forEach(warning -> LOG.warn("{}", warning));
    config = next;
    status = status(next, true, clock.instant());
    told = "";
    LOG.info("the web configuration was loaded again from {}", path);
  }

  private void keep(String why) {
    status = status(config, false, status.at());
    if (!why.equals(told)) {
      told = why;
      LOG.error("the web configuration stays as it was: {}", why);
    }
  }

  private static Status status(WebConfig config, boolean successful, Instant at) {
    return new Status(successful, at, config.tls().map(Tls::notAfter));
  }
}
