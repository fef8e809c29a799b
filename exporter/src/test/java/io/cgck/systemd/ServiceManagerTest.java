package io.cgck.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cgck.lab.NotifySocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceManagerTest {
  private static final long PID = ProcessHandle.current().pid();

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isToldInItsOwnWords(boolean abstractly) {
    String address = abstractly ? "@cgck-test-" + PID : temporary.resolve("notify").toString();
    try (NotifySocket socket = new NotifySocket(address)) {
      ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", socket.address()), PID);

      assertThat(manager.isPresent()).isTrue();
      manager.alive();
      manager.status("Two\nlines");
      manager.reloading();
      manager.ready();
      manager.stopping();

      assertThat(socket.receivedUntil("STOPPING=1"))
          .satisfiesExactly(
              message -> assertThat(message).isEqualTo("WATCHDOG=1"),
              message -> assertThat(message).isEqualTo("STATUS=Two lines"),
              message -> assertThat(message).matches("RELOADING=1\\|MONOTONIC_USEC=[0-9]+"),
              message -> assertThat(message).isEqualTo("READY=1"),
              message -> assertThat(message).isEqualTo("STOPPING=1"));
    }
  }

  @Test
  void whereNobodyListensNothingIsLost() {
    ServiceManager manager =
        ServiceManager.of(Map.of("NOTIFY_SOCKET", temporary.resolve("gone").toString()), PID);

    assertThatCode(manager::ready).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "relative", "@", "/"})
  void withoutAnAddressThereIsNone(String address) {
    ServiceManager manager =
        ServiceManager.of(Map.of("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "1000000"), PID);

    assertThat(manager.isPresent()).isFalse();
    assertThat(manager.watchdog()).isEmpty();
    assertThatCode(manager::ready).doesNotThrowAnyException();
  }

  @Test
  void theWatchdogIsForOneProcessOnly() {
    assertThat(watchdog("2000000", "")).isEqualTo(Duration.ofSeconds(2));
    assertThat(watchdog("2000000", Long.toString(PID))).isEqualTo(Duration.ofSeconds(2));
    assertThat(watchdog("2000000", Long.toString(PID + 1))).isZero();
  }

  @ParameterizedTest
  @CsvSource({"''", "0", "-1", "1e6", "2s", "9999999999999999999"})
  void aTimeThatIsNoneSetsNoWatchdog(String micros) {
    assertThat(watchdog(micros, "")).isZero();
  }

  /** Zero where there is none. */
  private static Duration watchdog(String micros, String pid) {
    return ServiceManager.of(
            Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", micros, "WATCHDOG_PID", pid), PID)
        .watchdog()
        .orElse(Duration.ZERO);
  }
}
