package io.cgck.scan;

import static java.util.Objects.requireNonNull;

import io.cgck.procfs.ProcfsException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scanning thread before there is a configuration: it opens the procfs and looks at all
 * processes while the configuration is read, so that the first answer comes sooner. A {@link
 * ScanLoop} then takes it over.
 */
public final class HeadStart implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeadStart.class);

  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final CompletableFuture<Consumer<Scanner>> work = new CompletableFuture<>();
  private final Thread thread;

  private HeadStart(Path procfs) {
    this.thread = Thread.ofPlatform().name("scan").daemon().unstarted(() -> run(procfs));
  }

  /** Starts the thread. */
  public static HeadStart begin(Path procfs) {
    HeadStart headStart = new HeadStart(requireNonNull(procfs, "procfs is null"));
    headStart.thread.start();
    return headStart;
  }

  private void run(Path procfs) {
    try (Scanner scanner = Scanner.open(procfs, Clock.systemUTC())) {
      opened.complete(null);
      lookAhead(scanner);
      work.join().accept(scanner);
    } catch (Throwable t) {
      opened.completeExceptionally(t);
    }
  }

  /** What hinders it hinders the scan that follows, too, and that scan says so. */
  private static void lookAhead(Scanner scanner) {
    try {
      scanner.lookAhead();
    } catch (ProcfsException | RuntimeException | Error e) {
      LOG.debug("could not look ahead", e);
    }
  }

  /**
   * Waits until the thread has opened the procfs, not until it has looked.
   *
   * @throws ProcfsException if there is no procfs
   */
  public void awaitOpened() throws ProcfsException, InterruptedException {
    try {
      opened.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProcfsException noProcfs) {
        throw noProcfs;
      }
      throw new IllegalStateException("the scanning thread did not start", e);
    }
  }

  /** Gives the thread what it does from then on, until it ends. */
  void goOn(Consumer<Scanner> scanning) {
    work.complete(scanning);
  }

  Thread thread() {
    return thread;
  }

  /** Lets the thread end if nobody took it over; does not wait for it. */
  @Override
  public void close() {
    work.complete(scanner -> {});
  }
}
