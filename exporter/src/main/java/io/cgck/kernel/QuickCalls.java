package io.cgck.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/**
 * The calls that are made for every process at every scan, by {@code syscall(2)}. They do not say
 * why they fail: to capture {@code errno(3)} makes an object for each call. Bound when they are
 * needed first, which is after the first answer.
 */
final class QuickCalls {
  private static final SystemCalls NUMBERS = SystemCalls.of(System.getProperty("os.arch"));

  private static final MethodHandle SYSCALL =
      ForeignCall.bindWithoutErrno(
          "syscall",
          1,
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

  private QuickCalls() {}

  /** {@code openat(2)} for reading; negative if it fails. */
  static int openat(int directory, MemorySegment path) {
    try {
      return (int)
          syscall(NUMBERS.openat(), directory, path.address(), Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
    } finally {
      Reference.reachabilityFence(path);
    }
  }

  static void close(int descriptor) {
    syscall(NUMBERS.close(), descriptor, 0, 0, 0);
  }

  /** {@code pread(2)} from the beginning; negative if it fails. */
  static int pread(int descriptor, MemorySegment buffer) {
    try {
      return (int) syscall(NUMBERS.pread64(), descriptor, buffer.address(), buffer.byteSize(), 0);
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }

  /** {@code readlinkat(2)}; negative if it fails. */
  static int readlinkat(int directory, MemorySegment path, MemorySegment buffer) {
    try {
      return (int)
          syscall(
              NUMBERS.readlinkat(), directory, path.address(), buffer.address(), buffer.byteSize());
    } finally {
      Reference.reachabilityFence(path);
      Reference.reachabilityFence(buffer);
    }
  }

  private static long syscall(long number, int descriptor, long a, long b, long c) {
    try {
      return (long) SYSCALL.invokeExact(number, (long) descriptor, a, b, c);
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }
}
