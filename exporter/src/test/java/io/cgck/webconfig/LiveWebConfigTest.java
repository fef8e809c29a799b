package io.cgck.webconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.pki.Pki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveWebConfigTest {
  private static final String HEADERS = "http_server_config: {headers: {X-Frame-Options: %s}}\n";
  private static final String TLS =
      "tls_server_config: {cert_file: server.crt, key_file: server.key}\n";

  @TempDir Path directory;
  private final AtomicLong nanos = new AtomicLong();
  private final Clock clock = Clock.fixed(Instant.ofEpochSecond(1000), ZoneOffset.UTC);
  private final List<LiveWebConfig.Status> told = new ArrayList<>();
  private Pki pki;

  @BeforeEach
  void makePki() {
    pki = new Pki(directory);
  }

  @Test
  void aChangeCountsAfterASecondAtTheLatest() {
    LiveWebConfig live = open(HEADERS.formatted("deny"));
    pki.write("web.yml", HEADERS.formatted("sameorigin"));
    assertThat(live.current().headers()).isEqualTo(Map.of("X-Frame-Options", "deny"));

    passSecond();

    assertThat(live.current().headers()).isEqualTo(Map.of("X-Frame-Options", "sameorigin"));
    assertThat(told).hasSize(2).allMatch(LiveWebConfig.Status::successful);
  }

  @Test
  void withoutAChangeNothingIsReadAgain() {
    LiveWebConfig live = open(HEADERS.formatted("deny"));
    WebConfig first = live.current();
    passSecond();

    assertThat(live.current()).isSameAs(first);
    assertThat(told).hasSize(1);
  }

  @Test
  void anErrorKeepsWhatWasUntilItIsMended() {
    LiveWebConfig live = open(HEADERS.formatted("deny"));
    pki.write("web.yml", HEADERS.formatted("never"));
    passSecond();

    assertThat(live.current().headers()).isEqualTo(Map.of("X-Frame-Options", "deny"));
    assertThat(told.getLast().successful()).isFalse();
    assertThat(told.getLast().at()).isEqualTo(clock.instant());
    passSecond();
    assertThat(live.current().headers()).isEqualTo(Map.of("X-Frame-Options", "deny"));
    assertThat(told).as("nothing new").hasSize(2);

    pki.write("web.yml", HEADERS.formatted("sameorigin"));
    passSecond();
    assertThat(live.current().headers()).isEqualTo(Map.of("X-Frame-Options", "sameorigin"));
    assertThat(told.getLast().successful()).isTrue();
  }

  @Test
  void aFileThatGoesIsAnError() throws Exception {
    LiveWebConfig live = open(HEADERS.formatted("deny"));
    Files.delete(directory.resolve("web.yml"));
    passSecond();

    assertThat(live.current().headers()).isEqualTo(Map.of("X-Frame-Options", "deny"));
    assertThat(told.getLast().successful()).isFalse();
  }

  @Test
  void aNewCertificateIsTakenAlthoughTheFileItselfStays() {
    pki.selfSigned("server", Pki.Kind.EC);
    LiveWebConfig live = open(TLS);
    Tls first = live.current().tls().orElseThrow();
    assertThat(told.getLast().notAfter()).contains(first.notAfter());
    pki.selfSigned("server", Pki.Kind.EC);
    passSecond();

    assertThat(live.current().tls().orElseThrow()).isNotSameAs(first);
    assertThat(told.getLast().successful()).isTrue();
  }

  @Test
  void aCertificateWhoseKeyIsNotThereYetIsNotTaken() throws Exception {
    pki.selfSigned("server", Pki.Kind.EC);
    LiveWebConfig live = open(TLS);
    Tls first = live.current().tls().orElseThrow();
    Pki.Certified next = pki.selfSigned("next", Pki.Kind.EC);
    pki.write("server.crt", next.certificateText());
    passSecond();
    assertThat(live.current().tls()).containsSame(first);
    assertThat(told.getLast().successful()).isFalse();

    pki.write("server.key", next.keyText());
    passSecond();
    assertThat(live.current().tls().orElseThrow()).isNotSameAs(first);
    assertThat(told.getLast().successful()).isTrue();
  }

  @Test
  void tlsIsNotTurnedOnOrOffWhileItRuns() {
    pki.selfSigned("server", Pki.Kind.EC);
    LiveWebConfig live = open(TLS);
    pki.write("web.yml", HEADERS.formatted("deny"));
    passSecond();

    assertThat(live.current().tls()).isPresent();
    assertThat(live.current().headers()).isEmpty();
    assertThat(told.getLast().successful()).isFalse();
  }

  private void passSecond() {
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
  }

  private LiveWebConfig open(String yaml) {
    LiveWebConfig.Opened opened = LiveWebConfig.open(pki.write("web.yml", yaml), clock, nanos::get);
    assertThat(opened).isInstanceOf(LiveWebConfig.Opened.Good.class);
    LiveWebConfig live = ((LiveWebConfig.Opened.Good) opened).config();
    live.listen(told::add);
    return live;
  }
}
