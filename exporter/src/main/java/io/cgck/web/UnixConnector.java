package io.cgck.web;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.NetworkTrafficListener;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Takes connections from a Unix socket that listens already. Jetty's own connector for such sockets
 * opens them itself, and its others ask for a port.
 */
final class UnixConnector extends AbstractConnector {
  /** For listeners that only count bytes; a Unix socket has none of this class. */
  private static final Socket NO_SOCKET = new Socket();

  private final ServerSocketChannel channel;
  private final NetworkTrafficListener traffic;
  private final SelectorManager selectors;

  UnixConnector(
      Server server,
      ServerSocketChannel channel,
      NetworkTrafficListener traffic,
      ConnectionFactory... factories) {
    super(server, null, null, null, 1, factories);
    this.channel = channel;
    this.traffic = traffic;
    this.selectors = new Selectors();
    installBean(selectors, true);
    installBean(channel);
  }

  @Override
  protected void doStart() throws Exception {
    getBeans(SelectorManager.SelectorManagerListener.class).forEach(selectors::addEventListener);
    super.doStart();
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    channel.close();
    getBeans(SelectorManager.SelectorManagerListener.class).forEach(selectors::removeEventListener);
  }

  @Override
  protected void accept(int acceptor) throws IOException {
    SocketChannel client = channel.accept();
    client.configureBlocking(false);
    selectors.accept(client);
  }

  @Override
  public Object getTransport() {
    return channel;
  }

  private final class Selectors extends SelectorManager {
    Selectors() {
      super(UnixConnector.this.getExecutor(), UnixConnector.this.getScheduler(), 1);
    }

    @Override
    protected EndPoint newEndPoint(
        SelectableChannel client, ManagedSelector selector, SelectionKey key) {
      Counted endPoint =
          new Counted((SocketChannel) client, selector, key, getScheduler(), traffic);
      endPoint.setIdleTimeout(getIdleTimeout());
      return endPoint;
    }

    @Override
    public Connection newConnection(
        SelectableChannel client, EndPoint endPoint, Object attachment) {
      return getDefaultConnectionFactory().newConnection(UnixConnector.this, endPoint);
    }

    @Override
    protected void endPointOpened(EndPoint endPoint) {
      super.endPointOpened(endPoint);
      onEndPointOpened(endPoint);
    }

    @Override
    protected void endPointClosed(EndPoint endPoint) {
      onEndPointClosed(endPoint);
      super.endPointClosed(endPoint);
    }
  }

  private static final class Counted extends SocketChannelEndPoint {
    private final NetworkTrafficListener traffic;

    Counted(
        SocketChannel client,
        ManagedSelector selector,
        SelectionKey key,
        Scheduler scheduler,
        NetworkTrafficListener traffic) {
      super(client, selector, key, scheduler);
      this.traffic = traffic;
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
      int filled = super.fill(buffer);
      if (filled > 0) {
        traffic.incoming(NO_SOCKET, buffer.slice(buffer.limit() - filled, filled));
      }
      return filled;
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
      ByteBuffer[] views = new ByteBuffer[buffers.length];
      for (int i = 0; i < buffers.length; i++) {
        views[i] = buffers[i].slice();
      }
      boolean flushed = super.flush(buffers);
      for (int i = 0; i < buffers.length; i++) {
        int sent = views[i].remaining() - buffers[i].remaining();
        if (sent > 0) {
          traffic.outgoing(NO_SOCKET, views[i].limit(sent));
        }
      }
      return flushed;
    }
  }
}
