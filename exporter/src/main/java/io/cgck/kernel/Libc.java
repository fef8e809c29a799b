package io.cgck.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The C library's calls, one method each. Results are the kernel's: a non-negative number, or the
 * negated {@code errno(3)}. Nothing throws for what the kernel refuses.
 *
 * <p>An instance belongs to one thread, because it owns the place where errno is captured.
 */
final class Libc {
  static final int O_RDONLY = 0;
  static final int O_CLOEXEC = 0x80000;
  static final int CLONE_NEWCGROUP = 0x02000000;
  static final short POLLPRI = 0x2;
  static final short POLLERR = 0x8;

  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_UID = 0x8;
  private static final int STATX_INO = 0x100;
  private static final long STATX_SIZE = 256;
  private static final long STATX_UID_OFFSET = 20;
  private static final long STATX_INO_OFFSET = 32;
  private static final int SC_CLK_TCK = 2;
  private static final long PASSWD_SIZE = 48;
  private static final long PASSWD_UID_OFFSET = 16;
  private static final int ERANGE = 34;
  private static final long TIOCGWINSZ = 0x5413;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_VALUE =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle OPENAT =
      bind("openat", 3, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle CLOSE =
      bind("close", -1, FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      bind("read", -1, FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle PREAD =
      bind("pread", -1, FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle READLINKAT =
      bind(
          "readlinkat",
          -1,
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
  private static final MethodHandle LSEEK =
      bind("lseek", -1, FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
  // glibc has a getdents64() of its own only since 2.30.
  private static final MethodHandle SYSCALL =
      bind("syscall", 1, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle SETNS =
      bind("setns", -1, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle STATX =
      bind(
          "statx",
          -1,
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle POLL =
      bind("poll", -1, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle DUP2 =
      bind("dup2", -1, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SYSCONF =
      bind("sysconf", -1, FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
  private static final MethodHandle IOCTL =
      bind("ioctl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
  private static final MethodHandle GETPWNAM_R =
      bind(
          "getpwnam_r",
          -1,
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
  private static final MethodHandle GETPWUID_R =
      bind(
          "getpwuid_r",
          -1,
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment state = arena.allocate(STATE);
  private final MemorySegment emptyPath = arena.allocateFrom("");
  private final MemorySegment statx = arena.allocate(STATX_SIZE, 8);

  @SuppressWarnings("restricted") // the signatures above are those of the man pages
  private static MethodHandle bind(String name, int firstVariadic, FunctionDescriptor signature) {
    MemorySegment symbol =
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(
                () ->
                    new UnsatisfiedLinkError("the C library of this system lacks " + name + "()"));
    return firstVariadic < 0
        ? LINKER.downcallHandle(symbol, signature, ERRNO)
        : LINKER.downcallHandle(
            symbol, signature, ERRNO, Linker.Option.firstVariadicArg(firstVariadic));
  }

  /** {@code openat(2)} for reading; the descriptor is closed on exec. */
  int openat(int directory, MemorySegment path) {
    try {
      return (int)
          result((int) OPENAT.invokeExact(state, directory, path, O_RDONLY | O_CLOEXEC, 0));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** {@code close(2)}. On Linux the descriptor is gone whatever it returns. */
  int close(int descriptor) {
    try {
      return (int) result((int) CLOSE.invokeExact(state, descriptor));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  long read(int descriptor, MemorySegment buffer) {
    try {
      return result((long) READ.invokeExact(state, descriptor, buffer, buffer.byteSize()));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  long pread(int descriptor, MemorySegment buffer, long offset) {
    try {
      return result((long) PREAD.invokeExact(state, descriptor, buffer, buffer.byteSize(), offset));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** {@code readlinkat(2)}: the length of the target, cut at the buffer's size. */
  long readlinkat(int directory, MemorySegment path, MemorySegment buffer) {
    try {
      return result(
          (long) READLINKAT.invokeExact(state, directory, path, buffer, buffer.byteSize()));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** {@code lseek(2)} to the beginning. */
  long rewind(int descriptor) {
    try {
      return result((long) LSEEK.invokeExact(state, descriptor, 0L, 0));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** {@code getdents64(2)}: bytes of directory entries, 0 at the end. */
  long getdents64(int directory, MemorySegment buffer) {
    try {
      return result(
          (long) SYSCALL.invokeExact(state, SYS_GETDENTS64, directory, buffer, buffer.byteSize()));
    } catch (Throwable t) {
      throw unexpected(t);
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

  /** {@code setns(2)}: moves the calling thread, and no other, into the namespace. */
  int setns(int descriptor, int type) {
    try {
      return (int) result((int) SETNS.invokeExact(state, descriptor, type));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /**
   * {@code statx(2)} of a descriptor, which is {@code fstat(2)} with one layout for all
   * architectures. On success {@link #statxInode()} and {@link #statxUid()} hold what it found.
   */
  int fstat(int descriptor) {
    try {
      return (int)
          result(
              (int)
                  STATX.invokeExact(
                      state, descriptor, emptyPath, AT_EMPTY_PATH, STATX_INO | STATX_UID, statx));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  long statxInode() {
    return statx.get(JAVA_LONG, STATX_INO_OFFSET);
  }

  int statxUid() {
    return statx.get(JAVA_INT, STATX_UID_OFFSET);
  }

  /**
   * {@code poll(2)} of one descriptor.
   *
   * @return what happened (0 for nothing until the time-out), or the negated errno
   */
  int poll(int descriptor, short events, int timeoutMillis) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment pollfd = scratch.allocate(8, 4);
      pollfd.set(JAVA_INT, 0, descriptor);
      pollfd.set(JAVA_SHORT, 4, events);
      int ready = (int) result((int) POLL.invokeExact(state, pollfd, 1L, timeoutMillis));
      return ready <= 0 ? ready : pollfd.get(JAVA_SHORT, 6);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  int dup2(int from, int to) {
    try {
      return (int) result((int) DUP2.invokeExact(state, from, to));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** {@code sysconf(_SC_CLK_TCK)}: clock ticks in a second, as {@code /proc/PID/stat} counts. */
  long clockTicksPerSecond() {
    try {
      return result((long) SYSCONF.invokeExact(state, SC_CLK_TCK));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** {@code ioctl(TIOCGWINSZ)}: columns of the terminal, or the negated errno. */
  int terminalColumns(int descriptor) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment winsize = scratch.allocate(8, 2);
      int result = (int) result((int) IOCTL.invokeExact(state, descriptor, TIOCGWINSZ, winsize));
      return result < 0 ? result : Short.toUnsignedInt(winsize.get(JAVA_SHORT, 2));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** {@code getpwnam(3)}: the user ID, or -1 for no such user. */
  long uidOf(String user) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment name = scratch.allocateFrom(user);
      MemorySegment passwd = scratch.allocate(PASSWD_SIZE, 8);
      MemorySegment found = scratch.allocate(ADDRESS);
      for (long size = 1024; size <= 1 << 20; size *= 4) {
        MemorySegment strings = scratch.allocate(size);
        int error = (int) GETPWNAM_R.invokeExact(state, name, passwd, strings, size, found);
        if (error != ERANGE) {
          boolean none = error != 0 || found.get(ADDRESS, 0).address() == 0;
          return none ? -1 : Integer.toUnsignedLong(passwd.get(JAVA_INT, PASSWD_UID_OFFSET));
        }
      }
      return -1;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** {@code getpwuid(3)}: the user's name, or an empty string for no such user. */
  @SuppressWarnings("restricted") // pw_name is a C string inside the buffer given
  String userOf(int uid) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment passwd = scratch.allocate(PASSWD_SIZE, 8);
      MemorySegment found = scratch.allocate(ADDRESS);
      for (long size = 1024; size <= 1 << 20; size *= 4) {
        MemorySegment strings = scratch.allocate(size);
        int error = (int) GETPWUID_R.invokeExact(state, uid, passwd, strings, size, found);
        if (error != ERANGE) {
          boolean none = error != 0 || found.get(ADDRESS, 0).address() == 0;
          return none ? "" : passwd.get(ADDRESS, 0).reinterpret(size).getString(0);
        }
      }
      return "";
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  private long result(long returned) {
    return returned >= 0 ? returned : -(int) ERRNO_VALUE.get(state, 0L);
  }

  private static IllegalStateException unexpected(Throwable t) {
    if (t instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("a foreign call failed", t);
  }
}
