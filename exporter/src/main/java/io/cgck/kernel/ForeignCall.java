package io.cgck.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * What all foreign functions have in common: how they are found, and where errno is captured.
 *
 * <p>To bind a function takes milliseconds at start-up, so each class binds only what it is for. An
 * instance belongs to one thread.
 */
final class ForeignCall {
  private static final int NOT_VARIADIC = -1;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_VALUE =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final MemorySegment state = Arena.ofAuto().allocate(STATE);

  /** A function of the C library with the signature of its man page. */
  static MethodHandle bind(String name, FunctionDescriptor signature) {
    return bind(name, NOT_VARIADIC, signature);
  }

  /**
   * A variadic function.
   *
   * @param firstVariadic index of the first argument for which the prototype has {@code ...}
   */
  @SuppressWarnings("restricted") // the signatures are those of the man pages
  static MethodHandle bind(String name, int firstVariadic, FunctionDescriptor signature) {
    return firstVariadic == NOT_VARIADIC
        ? LINKER.downcallHandle(symbol(name), signature, ERRNO)
        : LINKER.downcallHandle(
            symbol(name), signature, ERRNO, Linker.Option.firstVariadicArg(firstVariadic));
  }

  /** A variadic function of which nobody asks why it fails. */
  @SuppressWarnings("restricted") // the signatures are those of the man pages
  static MethodHandle bindWithoutErrno(
      String name, int firstVariadic, FunctionDescriptor signature) {
    return LINKER.downcallHandle(
        symbol(name), signature, Linker.Option.firstVariadicArg(firstVariadic));
  }

  private static MemorySegment symbol(String name) {
    return LINKER
        .defaultLookup()
        .find(name)
        .orElseThrow(
            () -> new UnsatisfiedLinkError("the C library of this system lacks " + name + "()"));
  }

  /** The first argument of every bound function. */
  MemorySegment state() {
    return state;
  }

  /** What a call returned: a non-negative number, or the negated {@code errno(3)}. */
  long result(long returned) {
    return returned >= 0 ? returned : -(int) ERRNO_VALUE.get(state, 0L);
  }

  /** What a method handle throws although the function cannot. */
  static IllegalStateException unexpected(Throwable t) {
    if (t instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("a foreign call failed", t);
  }
}
