package io.cgck.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/**
 * The system calls for reading files and directories, and for the rights to do so, one method each,
 * by {@code syscall(2)}: one function for all is bound in the time of one. Results are the
 * kernel's: a non-negative number, or the negated {@code errno(3)}. Nothing throws for what the
 * kernel refuses.
 *
 * <p>An instance belongs to one thread, because it owns the place where errno is captured.
 */
final class Libc {
  static final int O_RDONLY = 0;
  static final int O_CLOEXEC = 0x80000;

  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_UID = 0x8;
  private static final int STATX_INO = 0x100;
  private static final long STATX_SIZE = 256;
  private static final long STATX_UID_OFFSET = 20;
  private static final long STATX_INO_OFFSET = 32;
  private static final int PRIO_PROCESS = 0;
  private static final int CLOCK_THREAD_CPUTIME_ID = 3;
  private static final int RLIMIT_NOFILE = 7;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** {@code _LINUX_CAPABILITY_VERSION_3}: two words of 32 capabilities each. */
  private static final int CAPABILITY_VERSION = 0x20080522;

  private static final long CAPABILITY_HEADER_SIZE = 8;
  private static final long CAPABILITY_DATA_SIZE = 24;
  private static final long PERMITTED_OFFSET = 4;

  private static final SystemCalls NUMBERS = SystemCalls.of(System.getProperty("os.arch"));

  private static final MethodHandle SYSCALL =
      ForeignCall.bind(
          "syscall",
          1,
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

  private final ForeignCall call = new ForeignCall();
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment emptyPath = arena.allocateFrom("");
  private final MemorySegment statx = arena.allocate(STATX_SIZE, 8);

  /** {@code openat(2)} for reading; the descriptor is closed on exec. */
  int openat(int directory, MemorySegment path) {
    return (int) syscall(NUMBERS.openat(), directory, path, O_RDONLY | O_CLOEXEC, 0);
  }

  /** {@code close(2)}. On Linux the descriptor is gone whatever it returns. */
  int close(int descriptor) {
    return (int) syscall(NUMBERS.close(), descriptor, 0, 0, 0, 0);
  }

  long read(int descriptor, MemorySegment buffer) {
    return syscall(NUMBERS.read(), descriptor, buffer, buffer.byteSize(), 0);
  }

  long pread(int descriptor, MemorySegment buffer, long offset) {
    return syscall(NUMBERS.pread64(), descriptor, buffer, buffer.byteSize(), offset);
  }

  /** {@code readlinkat(2)}: the length of the target, cut at the buffer's size. */
  long readlinkat(int directory, MemorySegment path, MemorySegment buffer) {
    try {
      return syscall(
          NUMBERS.readlinkat(), directory, path.address(), buffer.address(), buffer.byteSize(), 0);
    } finally {
      Reference.reachabilityFence(path);
      Reference.reachabilityFence(buffer);
    }
  }

  /** {@code lseek(2)} to the beginning. */
  long rewind(int descriptor) {
    return syscall(NUMBERS.lseek(), descriptor, 0, 0, 0, 0);
  }

  /** {@code getdents64(2)}: bytes of directory entries, 0 at the end. */
  long getdents64(int directory, MemorySegment buffer) {
    return syscall(NUMBERS.getdents64(), directory, buffer, buffer.byteSize(), 0);
  }

  /**
   * {@code statx(2)} of a descriptor, which is {@code fstat(2)} with one layout for all
   * architectures. On success {@link #statxInode()} and {@link #statxUid()} hold what it found.
   */
  int fstat(int descriptor) {
    try {
      return (int)
          syscall(
              NUMBERS.statx(),
              descriptor,
              emptyPath.address(),
              AT_EMPTY_PATH,
              STATX_INO | STATX_UID,
              statx.address());
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * {@code fstatfs(2)}: the magic number of the file system that a descriptor is of, as a
   * non-negative number, or the negated errno.
   */
  long fileSystem(int descriptor) {
    try {
      long result = syscall(NUMBERS.fstatfs(), descriptor, statx.address(), 0, 0, 0);
      // A word of 32 bits, or one of 64 whose lower half comes first.
      return result < 0 ? result : Integer.toUnsignedLong(statx.get(JAVA_INT, 0));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * {@code clock_gettime(2)}: CPU time that the calling thread has used, in nanoseconds, or the
   * negated errno.
   */
  long threadCpuNanos() {
    try {
      long result =
          syscall(NUMBERS.clockGettime(), CLOCK_THREAD_CPUTIME_ID, statx.address(), 0, 0, 0);
      return result < 0
          ? result
          : statx.get(JAVA_LONG, 0) * NANOS_PER_SECOND + statx.get(JAVA_LONG, Long.BYTES);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * {@code setpriority(2)} of the calling thread, which on Linux has a nice value of its own.
   *
   * @return 0, or the negated errno
   */
  int setNice(int nice) {
    return (int) syscall(NUMBERS.setpriority(), PRIO_PROCESS, 0, nice, 0, 0);
  }

  /**
   * {@code sched_setscheduler(2)} of the calling thread, with a policy that has no real-time
   * priority.
   *
   * @return 0, or the negated errno
   */
  int setScheduler(int policy) {
    try (Arena scratch = Arena.ofConfined()) {
      // struct sched_param, all of it the priority 0.
      MemorySegment parameters = scratch.allocate(JAVA_INT);
      return (int) syscall(NUMBERS.schedSetscheduler(), 0, policy, parameters.address(), 0, 0);
    }
  }

  /**
   * {@code prlimit(2)} of the calling process, raising {@code RLIMIT_NOFILE} as far as it may.
   *
   * @return how many descriptors the process may have open then, or the negated errno
   */
  long raiseOpenFiles() {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment limits = scratch.allocate(2L * Long.BYTES, Long.BYTES);
      long got = openFiles(MemorySegment.NULL, limits);
      if (got < 0) {
        return got;
      }
      long soft = limits.get(JAVA_LONG, 0);
      long hard = limits.get(JAVA_LONG, Long.BYTES);
      if (soft == hard) {
        return unlimitedIsMost(soft);
      }
      limits.set(JAVA_LONG, 0, hard);
      return openFiles(limits, MemorySegment.NULL) < 0
          ? unlimitedIsMost(soft)
          : unlimitedIsMost(hard);
    }
  }

  /** {@code RLIM_INFINITY} has all bits set. */
  private static long unlimitedIsMost(long limit) {
    return limit < 0 ? Long.MAX_VALUE : limit;
  }

  private long openFiles(MemorySegment wanted, MemorySegment before) {
    try {
      return syscall(NUMBERS.prlimit64(), 0, RLIMIT_NOFILE, wanted.address(), before.address(), 0);
    } finally {
      Reference.reachabilityFence(wanted);
      Reference.reachabilityFence(before);
    }
  }

  long statxInode() {
    return statx.get(JAVA_LONG, STATX_INO_OFFSET);
  }

  int statxUid() {
    return statx.get(JAVA_INT, STATX_UID_OFFSET);
  }

  /**
   * Takes capabilities into effect for the calling thread ({@code capset(2)}), as far as they are
   * permitted to it.
   *
   * @param wanted a set of those numbered below 32, one bit each
   * @return 0, or the negated errno
   */
  long raiseCapabilities(int wanted) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment header = scratch.allocate(CAPABILITY_HEADER_SIZE, 4);
      MemorySegment data = scratch.allocate(CAPABILITY_DATA_SIZE, 4);
      header.set(JAVA_INT, 0, CAPABILITY_VERSION);
      long got = capabilities(NUMBERS.capget(), header, data);
      if (got < 0) {
        return got;
      }
      int effective = data.get(JAVA_INT, 0);
      int more = effective | (data.get(JAVA_INT, PERMITTED_OFFSET) & wanted);
      if (more == effective) {
        return 0;
      }
      data.set(JAVA_INT, 0, more);
      return capabilities(NUMBERS.capset(), header, data);
    }
  }

  private long capabilities(long number, MemorySegment header, MemorySegment data) {
    try {
      return call.result(
          (long)
              SYSCALL.invokeExact(
                  call.state(), number, header.address(), data.address(), 0L, 0L, 0L));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    } finally {
      Reference.reachabilityFence(header);
      Reference.reachabilityFence(data);
    }
  }

  private long syscall(long number, int descriptor, MemorySegment memory, long a, long b) {
    try {
      return syscall(number, descriptor, memory.address(), a, b, 0);
    } finally {
      Reference.reachabilityFence(memory);
    }
  }

  private long syscall(long number, int descriptor, long a, long b, long c, long d) {
    try {
      return call.result(
          (long) SYSCALL.invokeExact(call.state(), number, (long) descriptor, a, b, c, d));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }
}
