package io.cgck.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is handed over for real is in SystemdServiceIT. */
class ActivationTest {
  private static final long PID = 4711;

  @Test
  void whatIsForAnotherProcessIsNotTaken() {
    assertThat(take("1", "4712")).isInstanceOf(Activation.None.class);
    assertThat(take("1", "")).isInstanceOf(Activation.None.class);
    assertThat(take("1", "x")).isInstanceOf(Activation.None.class);
    assertThat(take("", "4711")).isInstanceOf(Activation.None.class);
    assertThat(Activation.take(Map.of(), PID)).isInstanceOf(Activation.None.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2", "-1", "1x", "one", "01"})
  void anythingButOneSocketIsRefusedInASentence(String sockets) {
    assertThat(take(sockets, "4711"))
        .isInstanceOfSatisfying(
            Activation.Refused.class,
            refused ->
                assertThat(refused.why()).contains("hands over " + sockets, "ListenStream="));
  }

  private static Activation take(String sockets, String pid) {
    return Activation.take(Map.of("LISTEN_FDS", sockets, "LISTEN_PID", pid), PID);
  }
}
