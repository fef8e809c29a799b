package io.cgck.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** File descriptor 0, the only one that the JDK takes an inherited socket from. */
public final class StandardInput {
  private static final int STDIN = 0;

  private static final MethodHandle DUP2 =
      ForeignCall.bind("dup2", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle CLOSE =
      ForeignCall.bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final ForeignCall call = new ForeignCall();

  /** Moves an inherited descriptor here; gives the reason if that is not possible. */
  public Optional<Errno> become(int descriptor) {
    try {
      long moved = call.result((int) DUP2.invokeExact(call.state(), descriptor, STDIN));
      if (moved < 0) {
        return Optional.of(Errno.ofResult(moved));
      }
      // On Linux the descriptor is gone whatever close(2) returns.
      call.result((int) CLOSE.invokeExact(call.state(), descriptor));
      return Optional.empty();
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }
}
