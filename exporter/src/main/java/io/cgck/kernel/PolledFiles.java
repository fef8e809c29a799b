package io.cgck.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.MustBeClosed;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files that are waited for together ({@code poll(2)}) and read without blocking, as the pipes of
 * tracefs are. Errors are values: a negative result is a negated {@link Errno}.
 *
 * <p>An instance belongs to one thread, but for {@link #wake()}.
 */
public final class PolledFiles implements AutoCloseable {
  private static final int O_RDONLY = 0;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int EFD_NONBLOCK = O_NONBLOCK;
  private static final int EFD_CLOEXEC = O_CLOEXEC;
  private static final int EAGAIN = 11;

  /** Of the pipe of a CPU that could be there and is not. */
  private static final int ENODEV = 19;

  private static final short POLLIN = 0x1;

  /** What is in error says so at once, whenever it is asked: it is left out for a while. */
  private static final Duration ASIDE = Duration.ofSeconds(5);

  private static final int POLLFD_SIZE = 8;
  private static final int POLLFD_EVENTS = 4;
  private static final int POLLFD_HAPPENED = 6;

  private static final MethodHandle OPEN =
      ForeignCall.bind("open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle CLOSE =
      ForeignCall.bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      ForeignCall.bind("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle POLL =
      ForeignCall.bind("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle EVENTFD =
      ForeignCall.bind("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle EVENTFD_WRITE =
      ForeignCall.bind("eventfd_write", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));

  private final ForeignCall call = new ForeignCall();
  private final List<Integer> descriptors = new ArrayList<>();
  private final int waker;
  private final MemorySegment polled;
  private final MemorySegment buffer;
  private final Object closing = new Object();
  private Optional<Failure> failure = Optional.empty();
  private boolean open = true;
  private int aside;
  private long asideSince;

  /** Why a file could not be opened. */
  public record Failure(String path, Errno errno) {
    public Failure {
      requireNonNull(path, "path is null");
      requireNonNull(errno, "errno is null");
    }
  }

  private PolledFiles(List<String> paths, int bufferSize) {
    this.buffer = Arena.ofAuto().allocate(bufferSize, 8);
    this.polled = Arena.ofAuto().allocate((long) POLLFD_SIZE * (paths.size() + 1), 4);
    this.waker = eventfd();
    for (String path : paths) {
      int opened = failure.isPresent() ? 0 : open(path);
      if (opened < 0) {
        failure = Optional.of(new Failure(path, Errno.ofResult(opened)));
      } else if (failure.isEmpty()) {
        descriptors.add(opened);
      }
    }
    set(0, waker);
    for (int file = 0; file < descriptors.size(); file++) {
      set(file + 1, descriptors.get(file));
    }
  }

  /**
   * Opens files for reading; {@link #failure()} tells which one could not be.
   *
   * @param largestRead bytes that one read may give
   */
  @MustBeClosed
  public static PolledFiles open(List<String> paths, int largestRead) {
    return new PolledFiles(paths, largestRead);
  }

  /** The first file that could not be opened; empty if all are open. */
  public Optional<Failure> failure() {
    return failure;
  }

  /** Number of the open files. */
  public int count() {
    return descriptors.size();
  }

  /** Waits until one of the files has something to read, or {@link #wake()}, or at most so long. */
  public int await(Duration atMost) {
    if (aside > 0 && System.nanoTime() - asideSince >= ASIDE.toNanos()) {
      aside = 0;
      for (int file = 0; file < descriptors.size(); file++) {
        set(file + 1, descriptors.get(file));
      }
    }
    Duration wait = aside > 0 && ASIDE.compareTo(atMost) < 0 ? ASIDE : atMost;
    int result = poll(descriptors.size() + 1, wait);
    if (result > 0) {
      putAside();
    }
    return result;
  }

  /**
   * Leaves out what has nothing to read but an error, as the pipe of a CPU that could be there and
   * is not; otherwise nothing would be waited for any more.
   */
  private void putAside() {
    for (int file = 0; file < descriptors.size(); file++) {
      long at = (long) POLLFD_SIZE * (file + 1);
      short happened = polled.get(JAVA_SHORT, at + POLLFD_HAPPENED);
      if (happened != 0 && (happened & POLLIN) == 0) {
        if (aside++ == 0) {
          asideSince = System.nanoTime();
        }
        // poll(2) passes over what is negative.
        set(file + 1, ~descriptors.get(file));
      }
    }
  }

  /** Waits for {@link #wake()} only, at most so long; positive if that was the end of it. */
  public int awaitWake(Duration atMost) {
    return poll(1, atMost);
  }

  private int poll(int count, Duration atMost) {
    int result;
    try {
      result =
          (int)
              call.result(
                  (int)
                      POLL.invokeExact(
                          call.state(), polled, (long) count, (int) atMost.toMillis()));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
    if (result > 0 && polled.get(JAVA_SHORT, POLLFD_HAPPENED) != 0) {
      // What it counts is of no interest; reading sets it back.
      read(waker);
    }
    return result == -Errno.EINTR.number() ? 0 : result;
  }

  /** Ends the waiting of the thread that waits, or is about to. For any thread. */
  public void wake() {
    synchronized (closing) {
      if (open) {
        try {
          // The place for errno is the owner's.
          ForeignCall own = new ForeignCall();
          own.result((int) EVENTFD_WRITE.invokeExact(own.state(), waker, 1L));
        } catch (Throwable t) {
          throw ForeignCall.unexpected(t);
        }
      }
    }
  }

  /**
   * Reads from a file what is there.
   *
   * @param file its number, from 0 on, in the order in which they were opened
   * @param into takes the bytes, at most as many as it has and as one read may give
   * @return how many bytes; 0 if there are none now; or the negated errno
   */
  public int read(int file, byte[] into) {
    int count = read(descriptors.get(file));
    if (count == -EAGAIN || count == -ENODEV || count == -Errno.EINTR.number()) {
      return 0;
    }
    if (count > 0) {
      MemorySegment.copy(buffer, JAVA_BYTE, 0, into, 0, Math.min(count, into.length));
    }
    return count;
  }

  private int read(int descriptor) {
    try {
      return (int)
          call.result((long) READ.invokeExact(call.state(), descriptor, buffer, buffer.byteSize()));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }

  private int open(String path) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment name = scratch.allocateFrom(path);
      return (int)
          call.result(
              (int) OPEN.invokeExact(call.state(), name, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }

  private int eventfd() {
    try {
      int made =
          (int) call.result((int) EVENTFD.invokeExact(call.state(), 0, EFD_NONBLOCK | EFD_CLOEXEC));
      if (made < 0) {
        failure = Optional.of(new Failure("eventfd", Errno.ofResult(made)));
      }
      return made;
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }

  private void set(int index, int descriptor) {
    long at = (long) POLLFD_SIZE * index;
    polled.set(JAVA_INT, at, descriptor);
    polled.set(JAVA_SHORT, at + POLLFD_EVENTS, POLLIN);
    polled.set(JAVA_SHORT, at + POLLFD_HAPPENED, (short) 0);
  }

  @Override
  public void close() {
    synchronized (closing) {
      if (!open) {
        return;
      }
      open = false;
      descriptors.forEach(this::close);
      if (waker >= 0) {
        close(waker);
      }
    }
  }

  private void close(int descriptor) {
    try {
      // On Linux the descriptor is gone whatever it returns.
      call.result((int) CLOSE.invokeExact(call.state(), descriptor));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }
}
