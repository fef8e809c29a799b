package io.cgck.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The C library's calls for reading files and directories, one method each. Results are the
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
  private static final int SC_CLK_TCK = 2;

  private static final MethodHandle OPENAT =
      ForeignCall.bind(
          "openat", 3, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle CLOSE =
      ForeignCall.bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      ForeignCall.bind("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle PREAD =
      ForeignCall.bind(
          "pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle READLINKAT =
      ForeignCall.bind(
          "readlinkat", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
  private static final MethodHandle LSEEK =
      ForeignCall.bind("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
  // glibc has a getdents64() of its own only since 2.30.
  private static final MethodHandle SYSCALL =
      ForeignCall.bind(
          "syscall", 1, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle STATX =
      ForeignCall.bind(
          "statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle SYSCONF =
      ForeignCall.bind("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));

  private final ForeignCall call = new ForeignCall();
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment emptyPath = arena.allocateFrom("");
  private final MemorySegment statx = arena.allocate(STATX_SIZE, 8);

  /** {@code openat(2)} for reading; the descriptor is closed on exec. */
  int openat(int directory, MemorySegment path) {
    try {
      return (int)
          call.result(
              (int) OPENAT.invokeExact(call.state(), directory, path, O_RDONLY | O_CLOEXEC, 0));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }

  /** {@code close(2)}. On Linux the descriptor is gone whatever it returns. */
  int close(int descriptor) {
    try {
      return (int) call.result((int) CLOSE.invokeExact(call.state(), descriptor));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }

  long read(int descriptor, MemorySegment buffer) {
    try {
      return call.result(
          (long) READ.invokeExact(call.state(), descriptor, buffer, buffer.byteSize()));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }

  long pread(int descriptor, MemorySegment buffer, long offset) {
    try {
      return call.result(
          (long) PREAD.invokeExact(call.state(), descriptor, buffer, buffer.byteSize(), offset));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }

  /** {@code readlinkat(2)}: the length of the target, cut at the buffer's size. */
  long readlinkat(int directory, MemorySegment path, MemorySegment buffer) {
    try {
      return call.result(
          (long) READLINKAT.invokeExact(call.state(), directory, path, buffer, buffer.byteSize()));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }

  /** {@code lseek(2)} to the beginning. */
  long rewind(int descriptor) {
    try {
      return call.result((long) LSEEK.invokeExact(call.state(), descriptor, 0L, 0));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }

  /** {@code getdents64(2)}: bytes of directory entries, 0 at the end. */
  long getdents64(int directory, MemorySegment buffer) {
    try {
      return call.result(
          (long)
              SYSCALL.invokeExact(
                  call.state(), SYS_GETDENTS64, directory, buffer, buffer.byteSize()));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }

  private static final long SYS_GETDENTS64 =
      switch (System.getProperty("os.arch")) {
        case "amd64", "x86_64" -> 217;
        case "aarch64", "riscv64" -> 61;
        case "ppc64le" -> 202;
        case "s390x" -> 220;
        default ->
            throw new UnsatisfiedLinkError(
                "cgck does not know this architecture: " + System.getProperty("os.arch"));
      };

  /**
   * {@code statx(2)} of a descriptor, which is {@code fstat(2)} with one layout for all
   * architectures. On success {@link #statxInode()} and {@link #statxUid()} hold what it found.
   */
  int fstat(int descriptor) {
    try {
      return (int)
          call.result(
              (int)
                  STATX.invokeExact(
                      call.state(),
                      descriptor,
                      emptyPath,
                      AT_EMPTY_PATH,
                      STATX_INO | STATX_UID,
                      statx));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }

  long statxInode() {
    return statx.get(JAVA_LONG, STATX_INO_OFFSET);
  }

  int statxUid() {
    return statx.get(JAVA_INT, STATX_UID_OFFSET);
  }

  /** {@code sysconf(_SC_CLK_TCK)}: clock ticks in a second, as {@code /proc/PID/stat} counts. */
  long clockTicksPerSecond() {
    try {
      return call.result((long) SYSCONF.invokeExact(call.state(), SC_CLK_TCK));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }
}
