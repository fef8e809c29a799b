package io.cgck.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.Test;

class StalledConnectionsTest {
  private final Clockwork clockwork = new Clockwork();
  private final Exchange connection = new Exchange();
  private final StalledConnections stalled =
      new StalledConnections(clockwork, Duration.ofSeconds(30));

  @Test
  void keepsAConnectionWithRequests() {
    stalled.onOpened(connection);
    for (int period = 0; period < 5; period++) {
      connection.requests++;
      clockwork.periodPasses();
    }

    assertThat(connection.getEndPoint().isOpen()).isTrue();
  }

  @Test
  void closesAConnectionWithoutRequests() {
    stalled.onOpened(connection);
    connection.requests++;
    clockwork.periodPasses();
    assertThat(connection.getEndPoint().isOpen()).isTrue();

    clockwork.periodPasses();
    assertThat(connection.getEndPoint().isOpen()).isFalse();
  }

  @Test
  void forgetsAClosedConnection() {
    stalled.onOpened(connection);
    stalled.onClosed(connection);
    assertThat(clockwork.tasks).isEmpty();

    stalled.onOpened(connection);
    connection.requests++;
    clockwork.periodPasses();
    stalled.onClosed(connection);
    assertThat(clockwork.tasks).isEmpty();
  }

  private static final class Exchange extends AbstractConnection {
    private long requests;

    Exchange() {
      super(new ByteArrayEndPoint(), Runnable::run);
    }

    @Override
    public long getMessagesIn() {
      return requests;
    }

    @Override
    public void onFillable() {}
  }

  /** Runs what is scheduled when it is told to. */
  private static final class Clockwork extends AbstractLifeCycle implements Scheduler {
    private final List<Runnable> tasks = new ArrayList<>();

    @Override
    public Task schedule(Runnable task, long delay, TimeUnit units) {
      assertThat(units.toSeconds(delay)).isEqualTo(30);
      tasks.add(task);
      return () -> tasks.remove(task);
    }

    void periodPasses() {
      List<Runnable> due = List.copyOf(tasks);
      tasks.clear();
      due.forEach(Runnable::run);
    }
  }
}
