package io.cgck.web;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.Locale;

/**
 * A socket that listens before Jetty starts, so that a failure has a plain reason.
 *
 * @param name for the metrics of its connections
 * @param whenClosed run after it was closed, once or more often
 */
record ListenSocket(String name, ServerSocketChannel channel, Runnable whenClosed)
    implements AutoCloseable {
  static final int BACKLOG = 50;

  /** Whether it is a Unix socket, which has no port. */
  boolean isLocal() {
    return localAddress() instanceof UnixDomainSocketAddress;
  }

  InetSocketAddress boundAddress() {
    return (InetSocketAddress) localAddress();
  }

  private SocketAddress localAddress() {
    try {
      return requireNonNull(channel.getLocalAddress(), "not bound");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    whenClosed.run();
  }

  static ListenSocket open(ListenAddress address) throws CannotListenException {
    return switch (address) {
      case ListenAddress.Tcp tcp -> open(tcp);
      case ListenAddress.Unix unix -> UnixSocketFile.open(unix);
    };
  }

  private static ListenSocket open(ListenAddress.Tcp address) throws CannotListenException {
    try {
      InetSocketAddress target = resolve(address);
      ServerSocketChannel channel = openChannel(address, target);
      try {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(target, BACKLOG);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
      return new ListenSocket(address.toString(), channel, () -> {});
    } catch (UnknownHostException e) {
      throw new CannotListenException(address, "the host name cannot be resolved", e);
    } catch (IOException e) {
      throw new CannotListenException(address, reason(e), e);
    }
  }

  private static InetSocketAddress resolve(ListenAddress.Tcp address) throws UnknownHostException {
    return address.host().isEmpty()
        ? new InetSocketAddress(address.port())
        : new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
  }

  /**
   * 0.0.0.0 on a socket of Java's default family would listen on IPv6 as well. Without a host that
   * is just what is wanted, and {@link InetSocketAddress} then says 0.0.0.0, too.
   */
  private static ServerSocketChannel openChannel(
      ListenAddress.Tcp address, InetSocketAddress target) throws IOException {
    return !address.host().isEmpty() && target.getAddress() instanceof Inet4Address
        ? ServerSocketChannel.open(StandardProtocolFamily.INET)
        : ServerSocketChannel.open();
  }

  /** The system's words, which begin in upper case, in the middle of a sentence. */
  static String reason(IOException e) {
    String message = e.getMessage();
    return message == null || message.isEmpty()
        ? "the socket cannot be opened"
        : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }
}
