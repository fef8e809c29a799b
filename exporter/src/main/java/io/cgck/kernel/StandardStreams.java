package io.cgck.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/**
 * Standard output and error as they are now, to have them again when it is closed. The JDK points
 * both to {@code /dev/null} when a socket is closed that it took from standard input, and what the
 * daemon then has to say would be lost.
 */
public final class StandardStreams implements AutoCloseable {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private static final MethodHandle DUP =
      ForeignCall.bind("dup", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle DUP2 =
      ForeignCall.bind("dup2", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

  private final ForeignCall call = new ForeignCall();
  private final int output = keep(STDOUT);
  private final int error = keep(STDERR);

  private int keep(int descriptor) {
    try {
      return (int) call.result((int) DUP.invokeExact(call.state(), descriptor));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }

  @Override
  public void close() {
    restore(output, STDOUT);
    restore(error, STDERR);
  }

  /** One that was not open when it should have been kept stays as it is. */
  private void restore(int kept, int descriptor) {
    if (kept < 0) {
      return;
    }
    try {
      call.result((int) DUP2.invokeExact(call.state(), kept, descriptor));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }
}
