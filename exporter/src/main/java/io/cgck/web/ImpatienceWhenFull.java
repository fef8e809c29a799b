package io.cgck.web;

import java.time.Duration;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.NetworkConnectionLimit;

/**
 * Shortens the idle timeout of connections that are opened while all places are taken. Jetty does
 * so for those that are open at the moment when the last place is taken; a connection that has been
 * accepted by then, but whose end point is not open yet, would be missed, and many such ones would
 * keep everybody else out.
 *
 * <p>No gap remains: an end point is among the open ones before this listener hears of it, and a
 * connection counts as pending before that.
 */
final class ImpatienceWhenFull implements Connection.Listener {
  private final NetworkConnectionLimit limit;
  private final Duration idle;

  ImpatienceWhenFull(NetworkConnectionLimit limit, Duration idle) {
    this.limit = limit;
    this.idle = idle;
  }

  @Override
  public void onOpened(Connection connection) {
    if (isFull(limit)) {
      connection.getEndPoint().setIdleTimeout(idle.toMillis());
    }
  }

  /** Whether all places are taken. */
  static boolean isFull(NetworkConnectionLimit limit) {
    // Pending ones first: one that stops pending in between is then counted twice rather than not.
    int connections = limit.getPendingNetworkConnectionCount();
    connections += limit.getNetworkConnectionCount();
    return connections >= limit.getMaxNetworkConnectionCount();
  }
}
