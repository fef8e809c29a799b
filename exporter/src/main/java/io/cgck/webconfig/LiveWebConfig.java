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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
  private final Function<FilesRead, WebConfigResult> load;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final AtomicLong nextLook;
  private volatile WebConfig config;
  private volatile Status status;

  /** Held by who looks; a file system can take its time. */
  private final ReentrantLock looking = new ReentrantLock();

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
      Path path,
      Function<FilesRead, WebConfigResult> load,
      Clock clock,
      LongSupplier nanoTime,
      WebConfig config,
      FilesRead files) {
    this.path = path;
    this.load = load;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.config = config;
    this.files = files;
    this.nextLook = new AtomicLong(nanoTime.getAsLong() + PACE.toNanos());
    this.status = status(config, true, clock.instant());
  }

  /** Reads a file for the first time. */
  public static Opened open(Path path) {
    return open(path, new WebConfigLoader(path)::load, Clock.systemUTC(), System::nanoTime);
  }

  /**
   * Reads a file for the first time.
   *
   * @param load reads it, and notes what it read
   */
  static Opened open(
      Path path, Function<FilesRead, WebConfigResult> load, Clock clock, LongSupplier nanoTime) {
    FilesRead files = new FilesRead();
    return switch (load.apply(files)) {
      case WebConfigResult.Valid(WebConfig config, List<Problem> warnings) -> {
        warnings.forEach(warning -> LOG.warn("{}", warning));
        yield new Opened.Good(new LiveWebConfig(path, load, clock, nanoTime, config, files));
      }
      case WebConfigResult.Invalid(List<Problem> problems) -> new Opened.Bad(problems);
    };
  }

  /** Has somebody told now, and after every attempt to read the files again. */
  public void listen(Consumer<Status> newListener) {
    looking.lock();
    try {
      listener = newListener;
      newListener.accept(status);
    } finally {
      looking.unlock();
    }
  }

  /** What is in force now. */
  public WebConfig current() {
    long next = nextLook.get();
    long now = nanoTime.getAsLong();
    if (now - next >= 0
        && nextLook.compareAndSet(next, now + PACE.toNanos())
        // Who looked before may still wait for the file system: nobody waits with them.
        && looking.tryLock()) {
      try {
        look();
      } finally {
        looking.unlock();
      }
    }
    return config;
  }

  private void look() {
    FilesRead now = new FilesRead();
    try {
      if (!files.changed()) {
        return;
      }
      WebConfigResult result = load.apply(now);
      switch (result) {
        case WebConfigResult.Valid(WebConfig next, List<Problem> warnings) -> take(next, warnings);
        case WebConfigResult.Invalid(List<Problem> problems) ->
            keep(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
      }
    } catch (RuntimeException e) {
      // Not the matter of who connects or asks: they are served as before.
      keep("%s cannot be read, by a defect of cgck: %s".formatted(path, e), e);
    }
    // Also after a failure: it is tried again when something changes, and not once a second.
    if (!now.isEmpty()) {
      files = now;
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
    // A file that is being written is for a moment empty or cut off, and may be valid then.
    if (next.users().isEmpty() && config.users().isPresent()) {
      keep("%s turns log-in off, which takes a restart".formatted(path));
      return;
    }
    if (config.tls().isPresent() && next.tls().orElseThrow().isLessStrictThan(config.tls().get())) {
      keep("%s asks clients for less of a certificate, which takes a restart".formatted(path));
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
    keep(why, null);
  }

  private void keep(String why, @Nullable Throwable defect) {
    status = status(config, false, status.at());
    if (!why.equals(told)) {
      told = why;
      LOG.error("the web configuration stays as it was: {}", why, defect);
    }
  }

  private static Status status(WebConfig config, boolean successful, Instant at) {
    return new Status(successful, at, config.tls().map(Tls::notAfter));
  }
}
