package io.cgck.web;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * Hears of the connections that speak HTTP, or are about to. With TLS there is another one around
 * each, on which no message is ever counted.
 */
record InnerConnections(Connection.Listener listener) implements Connection.Listener {
  @Override
  public void onOpened(Connection connection) {
    if (!(connection instanceof SslConnection)) {
      listener.onOpened(connection);
    }
  }

  @Override
  public void onClosed(Connection connection) {
    if (!(connection instanceof SslConnection)) {
      listener.onClosed(connection);
    }
  }
}
