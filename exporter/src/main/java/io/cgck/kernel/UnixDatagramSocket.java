package io.cgck.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Sends datagrams to a socket of {@code unix(7)}, for which the JDK has streams only. One
 * descriptor stays open for as long as the process lives.
 */
public final class UnixDatagramSocket {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** Of {@code sun_path} in {@code struct sockaddr_un}. */
  private static final int PATH_OFFSET = 2;

  private static final int LONGEST_PATH = 107;

  private static final MethodHandle SOCKET =
      ForeignCall.bind("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SENDTO =
      ForeignCall.bind(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

  private final ForeignCall call = new ForeignCall();
  private final MemorySegment address;
  private final int descriptor;

  /**
   * A socket for one address.
   *
   * @param address a path, or {@code @} and a name in the abstract namespace
   * @throws IllegalArgumentException if that is no such address
   */
  public UnixDatagramSocket(String address) {
    this.address = sockaddr(address);
    this.descriptor = open();
  }

  private int open() {
    try {
      return (int)
          call.result(
              (int) SOCKET.invokeExact(call.state(), AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }

  private static MemorySegment sockaddr(String address) {
    byte[] path = address.getBytes(UTF_8);
    if (path.length < 2 || path.length > LONGEST_PATH || (path[0] != '/' && path[0] != '@')) {
      throw new IllegalArgumentException("no address of a Unix socket: " + address);
    }
    MemorySegment sockaddr = Arena.ofAuto().allocate(PATH_OFFSET + (long) path.length, 2);
    sockaddr.set(JAVA_SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(path, 0, sockaddr, JAVA_BYTE, PATH_OFFSET, path.length);
    if (path[0] == '@') {
      sockaddr.set(JAVA_BYTE, PATH_OFFSET, (byte) 0);
    }
    return sockaddr;
  }

  /**
   * Sends one datagram, and waits for its place where the receiver is busy; gives the reason if it
   * could not be sent.
   */
  public synchronized Optional<Errno> send(String message) {
    if (descriptor < 0) {
      return Optional.of(Errno.ofResult(descriptor));
    }
    byte[] bytes = message.getBytes(UTF_8);
    try (Arena scratch = Arena.ofConfined()) {
      long sent =
          call.result(
              (long)
                  SENDTO.invokeExact(
                      call.state(),
                      descriptor,
                      scratch.allocateFrom(JAVA_BYTE, bytes),
                      (long) bytes.length,
                      MSG_NOSIGNAL,
                      address,
                      (int) address.byteSize()));
      return sent < 0 ? Optional.of(Errno.ofResult(sent)) : Optional.empty();
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }
}
