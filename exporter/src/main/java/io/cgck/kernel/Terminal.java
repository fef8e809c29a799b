package io.cgck.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.OptionalInt;

/** The terminal that standard output is connected to, if any. */
public final class Terminal {
  private static final int STDOUT = 1;
  private static final long TIOCGWINSZ = 0x5413;
  private static final int WINSIZE_SIZE = 8;
  private static final int WINSIZE_COLUMNS = 2;

  private static final MethodHandle IOCTL =
      ForeignCall.bind("ioctl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));

  private final ForeignCall call = new ForeignCall();

  /** Its width in columns; empty if standard output is no terminal. */
  public OptionalInt columns() {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment winsize = scratch.allocate(WINSIZE_SIZE, 2);
      int result =
          (int) call.result((int) IOCTL.invokeExact(call.state(), STDOUT, TIOCGWINSZ, winsize));
      int columns = result < 0 ? 0 : Short.toUnsignedInt(winsize.get(JAVA_SHORT, WINSIZE_COLUMNS));
      return columns == 0 ? OptionalInt.empty() : OptionalInt.of(columns);
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }
}
