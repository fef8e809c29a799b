package io.cgck.web;

import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/** The sockets that a web server serves. Clients may connect from now on, and wait for it. */
public final class ListenSockets implements AutoCloseable {
  private final List<ListenSocket> sockets;

  private ListenSockets(List<ListenSocket> sockets) {
    this.sockets = List.copyOf(sockets);
  }

  /** Opens all sockets or none. */
  public static ListenSockets open(List<ListenAddress> addresses) throws CannotListenException {
    List<ListenSocket> sockets = new ArrayList<>();
    try {
      for (ListenAddress address : addresses) {
        sockets.add(ListenSocket.open(address));
      }
    } catch (CannotListenException e) {
      sockets.forEach(ListenSocket::close);
      throw e;
    }
    return new ListenSockets(sockets);
  }

  /**
   * A socket that somebody else opened, and that listens.
   *
   * @param whenClosed run after it was closed, once or more often
   */
  public static ListenSockets of(ServerSocketChannel socket, Runnable whenClosed) {
    return new ListenSockets(List.of(new ListenSocket("inherited", socket, whenClosed)));
  }

  List<ListenSocket> all() {
    return sockets;
  }

  List<InetSocketAddress> addresses() {
    return sockets.stream()
        .filter(socket -> !socket.isLocal())
        .map(ListenSocket::boundAddress)
        .toList();
  }

  /** Unix sockets, as the settings name them. */
  List<String> local() {
    return sockets.stream().filter(ListenSocket::isLocal).map(ListenSocket::name).toList();
  }

  @Override
  public void close() {
    sockets.forEach(ListenSocket::close);
  }
}
