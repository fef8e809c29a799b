package io.cgck.systemd;

import static java.util.Objects.requireNonNull;

import io.cgck.kernel.Errno;
import io.cgck.kernel.StandardInput;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.Optional;

/** Whether systemd listens on behalf of the daemon ({@code sd_listen_fds(3)}). */
public sealed interface Activation {
  /** The daemon has to listen itself. */
  record None() implements Activation {}

  /**
   * The socket to serve. When it is closed, the JDK connects standard input, output and error to
   * {@code /dev/null}: it takes the daemon for one of {@code inetd}.
   */
  record Socket(ServerSocketChannel channel) implements Activation {
    public Socket {
      requireNonNull(channel, "channel is null");
    }
  }

  /** There is something else than one socket that can be served. */
  record Refused(String why) implements Activation {
    public Refused {
      requireNonNull(why, "why is null");
    }
  }

  /**
   * Takes over what systemd opened. May be called once.
   *
   * @param environment with {@code LISTEN_FDS} and {@code LISTEN_PID} as systemd sets them
   * @param pid of the daemon
   */
  static Activation take(Map<String, String> environment, long pid) {
    String sockets = environment.getOrDefault("LISTEN_FDS", "");
    if (sockets.isEmpty() || !environment.getOrDefault("LISTEN_PID", "").equals("" + pid)) {
      return new None();
    }
    if (!sockets.equals("1")) {
      return new Refused(
          "systemd hands over %s sockets, but one can be served; leave one ListenStream= in the socket unit"
              .formatted(sockets));
    }
    return ActivationSocket.take();
  }
}

/** Descriptor 3, the first that systemd hands over. */
final class ActivationSocket {
  private static final int SD_LISTEN_FDS_START = 3;

  private ActivationSocket() {}

  /** The JDK takes an inherited socket from descriptor 0 only. */
  static Activation take() {
    Optional<Errno> failure = new StandardInput().become(SD_LISTEN_FDS_START);
    if (failure.isPresent()) {
      return new Activation.Refused(
          "systemd hands over a socket that is not there: descriptor 3 gives " + failure.get());
    }
    try {
      Channel channel = System.inheritedChannel();
      if (channel instanceof ServerSocketChannel server
          && (server.getLocalAddress() instanceof InetSocketAddress
              || server.getLocalAddress() instanceof UnixDomainSocketAddress)) {
        return new Activation.Socket(server);
      }
      return new Activation.Refused(
          "systemd hands over something else than a TCP or Unix socket that listens; in the socket"
              + " unit use ListenStream= with an address, a port or a path, and not Accept=yes");
    } catch (IOException e) {
      return new Activation.Refused(
          "the socket that systemd hands over cannot be taken: " + e.getMessage());
    }
  }
}
