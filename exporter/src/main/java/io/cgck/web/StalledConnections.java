package io.cgck.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections on which no request and no response is completed for a while. The idle timeout
 * does not see a client that sends, or takes, a byte now and then. A {@link LongResponse} is let
 * alone.
 */
final class StalledConnections implements Connection.Listener {
  private final Scheduler scheduler;
  private final Duration period;
  private final Map<Connection, Scheduler.Task> checks = new ConcurrentHashMap<>();

  StalledConnections(Scheduler scheduler, Duration period) {
    this.scheduler = scheduler;
    this.period = period;
  }

  @Override
  public void onOpened(Connection connection) {
    checks.put(connection, schedule(connection, messages(connection)));
  }

  @Override
  public void onClosed(Connection connection) {
    Scheduler.Task check = checks.remove(connection);
    if (check != null) {
      check.cancel();
    }
  }

  private Scheduler.Task schedule(Connection connection, long messages) {
    return scheduler.schedule(
        () -> check(connection, messages), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void check(Connection connection, long messagesBefore) {
    long messages = messages(connection);
    if (messages == messagesBefore && !LongResponse.goesOn(connection)) {
      connection.getEndPoint().close();
    } else {
      // Not put: onClosed may have removed the connection meanwhile, for good.
      checks.computeIfPresent(connection, (open, done) -> schedule(open, messages));
    }
  }

  /** Requests and responses that were completed. */
  static long messages(Connection connection) {
    return connection.getMessagesIn() + connection.getMessagesOut();
  }
}
