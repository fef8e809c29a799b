package io.cgck.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.Locale;

/**
 * A socket that listens before Jetty starts, so that a failure has a plain reason.
 *
 * @param name for the metrics of its connections
 */
record ListenSocket(String name, ServerSocketChannel channel) implements AutoCloseable {
  private static final int BACKLOG = 50;

  InetSocketAddress boundAddress() {
    return new InetSocketAddress(
        channel.socket().getInetAddress(), channel.socket().getLocalPort());
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ListenSocket open(ListenAddress address) throws CannotListenException {
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
      return new ListenSocket(address.toString(), channel);
    } catch (UnknownHostException e) {
      throw new CannotListenException(address, "the host name cannot be resolved", e);
    } catch (IOException e) {
      throw new CannotListenException(address, reason(e), e);
    }
  }

  private static InetSocketAddress resolve(ListenAddress address) throws UnknownHostException {
    return address.host().isEmpty()
        ? new InetSocketAddress(address.port())
        : new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
  }

  /**
   * 0.0.0.0 on a socket of Java's default family would listen on IPv6 as well. Without a host that
   * is just what is wanted, and {@link InetSocketAddress} then says 0.0.0.0, too.
   */
  private static ServerSocketChannel openChannel(ListenAddress address, InetSocketAddress target)
      throws IOException {
    return !address.host().isEmpty() && target.getAddress() instanceof Inet4Address
        ? ServerSocketChannel.open(StandardProtocolFamily.INET)
        : ServerSocketChannel.open();
  }

  /** The system's words, which begin in upper case, in the middle of a sentence. */
  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null || message.isEmpty()
        ? "the socket cannot be opened"
        : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }
}
