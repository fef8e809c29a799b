package io.cgck.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Calls about namespaces and their mounts. An instance belongs to one thread. */
final class NamespaceCalls {
  static final int CLONE_NEWCGROUP = 0x02000000;
  static final short POLLPRI = 0x2;
  static final short POLLERR = 0x8;

  private static final MethodHandle SETNS =
      ForeignCall.bind("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle POLL =
      ForeignCall.bind("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

  private final ForeignCall call = new ForeignCall();

  /** {@code setns(2)}: moves the calling thread, and no other, into the namespace. */
  int setns(int descriptor, int type) {
    try {
      return (int) call.result((int) SETNS.invokeExact(call.state(), descriptor, type));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
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
      int ready =
          (int) call.result((int) POLL.invokeExact(call.state(), pollfd, 1L, timeoutMillis));
      return ready <= 0 ? ready : pollfd.get(JAVA_SHORT, 6);
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }
}
