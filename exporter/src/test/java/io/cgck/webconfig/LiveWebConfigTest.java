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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveWebConfigTest {
  private static final String HEADERS = "http_server_config: {headers: {X-Frame-Options: %s}}\n";
  private static final String TLS =
      "tls_server_config: {cert_file: server.crt, key_file: server.key}\n";

  /** The common pool may have one thread only. */
  private static final Executor OF_ITS_OWN = work -> Thread.ofPlatform().daemon().start(work);

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

  @ParameterizedTest
  @ValueSource(
      strings = {"", "# being written", "http_server_config: {http2: true}\nbasic_auth_users:"})
  void aFileThatIsHalfWrittenLetsNobodyIn(String half) {
    String users = "basic_auth_users: {alice: %s}\n".formatted(PasswordsTest.bcrypt(4, "pass"));
    LiveWebConfig live = open(users);
    pki.write("web.yml", half);
    passSecond();

    assertThat(live.current().users()).isPresent();
    assertThat(told.getLast().successful()).isFalse();

    pki.write("web.yml", users + HEADERS.formatted("deny"));
    passSecond();
    assertThat(live.current().headers()).isNotEmpty();
    assertThat(told.getLast().successful()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  client_auth_type: RequireAnyClientCert\n",
        "  client_auth_type: RequireAndVerifyClientCert\n",
        "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n"
      })
  void aFileThatIsHalfWrittenTakesNoOtherClientCertificates(String half) {
    pki.selfSigned("server", Pki.Kind.EC);
    pki.authority("ca");
    String block = "tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n";
    LiveWebConfig live =
        open(
            block
                + "  client_auth_type: RequireAndVerifyClientCert\n"
                + "  client_ca_file: ca.crt\n"
                + "  client_allowed_sans: [prometheus]\n");
    Tls first = live.current().tls().orElseThrow();
    pki.write("web.yml", block + half);
    passSecond();

    assertThat(live.current().tls()).containsSame(first);
    assertThat(told.getLast().successful()).isFalse();
  }

  @Test
  void aDefectWhileReadingIsToldAndKeepsWhatWas() {
    AtomicInteger loads = new AtomicInteger();
    Path path = pki.write("web.yml", HEADERS.formatted("deny"));
    LiveWebConfig live =
        open(
            path,
            files -> {
              WebConfigResult result = new WebConfigLoader(path).load(files);
              if (loads.getAndIncrement() == 1) {
                throw new IllegalStateException("a defect");
              }
              return result;
            });
    pki.write("web.yml", HEADERS.formatted("sameorigin"));
    passSecond();

    assertThat(live.current().headers()).isEqualTo(Map.of("X-Frame-Options", "deny"));
    assertThat(told.getLast().successful()).isFalse();
    passSecond();
    live.current();
    assertThat(loads).as("not again before something changes").hasValue(2);

    pki.write("web.yml", HEADERS.formatted("sameorigin") + "# mended\n");
    passSecond();
    assertThat(live.current().headers()).isEqualTo(Map.of("X-Frame-Options", "sameorigin"));
    assertThat(told.getLast().successful()).isTrue();
  }

  @Test
  @Timeout(60)
  void aSlowFileSystemKeepsNobodyElseWaiting() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger loads = new AtomicInteger();
    Path path = pki.write("web.yml", HEADERS.formatted("deny"));
    LiveWebConfig live =
        open(
            path,
            files -> {
              if (loads.getAndIncrement() == 1) {
                reading.countDown();
                await(answer);
              }
              return new WebConfigLoader(path).load(files);
            });
    pki.write("web.yml", HEADERS.formatted("sameorigin"));
    passSecond();
    CompletableFuture<WebConfig> slow = CompletableFuture.supplyAsync(live::current, OF_ITS_OWN);
    reading.await();
    passSecond();

    CompletableFuture<WebConfig> other = CompletableFuture.supplyAsync(live::current, OF_ITS_OWN);
    try {
      assertThat(other.get(10, TimeUnit.SECONDS).headers())
          .isEqualTo(Map.of("X-Frame-Options", "deny"));
    } finally {
      answer.countDown();
    }
    assertThat(slow.get(10, TimeUnit.SECONDS).headers())
        .isEqualTo(Map.of("X-Frame-Options", "sameorigin"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void passSecond() {
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
  }

  private LiveWebConfig open(String yaml) {
    Path path = pki.write("web.yml", yaml);
    return open(path, new WebConfigLoader(path)::load);
  }

  private LiveWebConfig open(Path path, Function<FilesRead, WebConfigResult> load) {
    LiveWebConfig.Opened opened = LiveWebConfig.open(path, load, clock, nanos::get);
    assertThat(opened).isInstanceOf(LiveWebConfig.Opened.Good.class);
    LiveWebConfig live = ((LiveWebConfig.Opened.Good) opened).config();
    live.listen(told::add);
    return live;
  }
}
