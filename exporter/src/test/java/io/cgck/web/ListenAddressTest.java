package io.cgck.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
  @ParameterizedTest
  @CsvSource({
    ":10065,,10065",
    ":0,,0",
    "127.0.0.1:9000,127.0.0.1,9000",
    "0.0.0.0:65535,0.0.0.0,65535",
    "[::1]:10065,::1,10065",
    "[::]:1,::,1",
    "[fe80::1%eth0]:1,fe80::1%eth0,1",
    "[::ffff:127.0.0.1]:1,::ffff:127.0.0.1,1",
    "localhost:0,localhost,0",
    "node-1.example.org:9100,node-1.example.org,9100"
  })
  void parses(String text, String host, int port) {
    ListenAddress address = ListenAddress.parse(text);

    assertThat(address).isEqualTo(new ListenAddress.Tcp(text, host == null ? "" : host, port));
    assertThat(address).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "foo",
        "10065",
        "foo:",
        "foo:http",
        "foo:-1",
        ":1 ",
        "a b:1",
        "[::1]",
        "[foo]:1",
        "http://localhost:1/",
        ":100655",
        "[::1:1",
        "user@host:1"
      })
  void saysWhatIsExpected(String text) {
    assertThatThrownBy(() -> ListenAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "--web.listen-address=" + text + ": expected HOST:PORT or :PORT, for example :10065");
  }

  @ParameterizedTest
  @CsvSource({
    "unix:/run/cgck/web.sock,/run/cgck/web.sock",
    "unix:/run//a/../web.sock,/run/web.sock"
  })
  void unixSockets(String text, Path path) {
    assertThat(ListenAddress.parse(text)).isEqualTo(new ListenAddress.Unix(path));
  }

  @ParameterizedTest
  @CsvSource({
    "unix:,'expected unix:/PATH, for example unix:/run/cgck/web.sock'",
    "unix:/,'expected unix:/PATH, for example unix:/run/cgck/web.sock'",
    "unix:/run/,'expected unix:/PATH, for example unix:/run/cgck/web.sock'"
  })
  void saysWhatAUnixSocketIs(String text, String reason) {
    assertThatThrownBy(() -> ListenAddress.parse(text))
        .hasMessage("--web.listen-address=" + text + ": " + reason);
  }

  @Test
  void saysWhenThePathOfAUnixSocketIsTooLong() {
    assertThatThrownBy(() -> ListenAddress.parse("unix:/" + "x".repeat(95)))
        .hasMessageEndingWith(": the path is longer than 95 bytes");
    assertThat(ListenAddress.parse("unix:/" + "x".repeat(94)))
        .isInstanceOf(ListenAddress.Unix.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1:10065", "::1", "fe80::1:1"})
  void saysThatIpv6NeedsBrackets(String text) {
    assertThatThrownBy(() -> ListenAddress.parse(text))
        .hasMessage(
            "--web.listen-address="
                + text
                + ": an IPv6 address needs brackets, for example [::1]:10065");
  }

  @ParameterizedTest
  @ValueSource(strings = {":65536", "localhost:99999"})
  void saysWhichPortsThereAre(String text) {
    assertThatThrownBy(() -> ListenAddress.parse(text))
        .hasMessage("--web.listen-address=" + text + ": the port is not between 0 and 65535");
  }
}
