package io.cgck.webconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.config.Problem;
import io.cgck.pki.Pki;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebConfigLoaderTest {
  private static final String HASH = "$2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG";

  @TempDir static Path directory;
  private static Pki pki;

  @BeforeAll
  static void makeCertificates() {
    pki = new Pki(directory);
    pki.selfSigned("server", Pki.Kind.EC);
    pki.selfSigned("other", Pki.Kind.EC);
    pki.authority("ca");
    pki.write("junk.pem", "no certificate\n");
  }

  @Test
  void anEmptyFileChangesNothing() {
    WebConfig config = valid("");

    assertThat(config.tls()).isEmpty();
    assertThat(config.users()).isEmpty();
    assertThat(config.rateLimit()).isEmpty();
    assertThat(config.headers()).isEmpty();
    assertThat(config.http2()).isTrue();
  }

  @Test
  void everyKeyAtOnce() {
    WebConfig config =
        valid(
            """
            tls_server_config:
              cert_file: server.crt
              key_file: server.key
              client_auth_type: RequireAndVerifyClientCert
              client_ca_file: ca.crt
              client_allowed_sans: [monitoring.example.org, 192.0.2.1]
              min_version: TLS12
              max_version: TLS13
              cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]
              prefer_server_cipher_suites: no
              curve_preferences: [CurveP256, X25519]
            http_server_config:
              http2: off
              headers:
                Strict-Transport-Security: max-age=31536000
                X-Frame-Options: sameorigin
            basic_auth_users:
              alice: %s
            rate_limit:
              interval: 1.5s
              burst: 20
            """
                .formatted(HASH));

    assertThat(config.tls()).isPresent();
    assertThat(config.http2()).isFalse();
    assertThat(config.headers())
        .isEqualTo(
            Map.of(
                "Strict-Transport-Security", "max-age=31536000",
                "X-Frame-Options", "sameorigin"));
    assertThat(config.users()).hasToString("Optional[1 users]");
    assertThat(config.rateLimit()).contains(new RateLimit(Duration.ofMillis(1500), 20));
    assertThat(config.toString()).doesNotContain(HASH, "PRIVATE");
  }

  @Test
  void certificateAndKeyInline() {
    assertThat(valid(inline("server.crt", "server.key")).tls()).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tls_serve_config: {}                  | 1:1: unknown key 'tls_serve_config': did you mean 'tls_server_config'?
          tls_server_config: {cert_fil: x}      | 1:21: unknown key 'cert_fil': did you mean 'cert_file'?
          tls_server_config: []                 | 1:20: expected a mapping
          tls_server_config: {cert_file: x, cert_file: y} | 1:35: duplicate key 'cert_file'
          tls_server_config: {cert_file: no.crt, key_file: server.key} | no.crt cannot be read: there is no such file
          tls_server_config: {cert_file: junk.pem, key_file: server.key} | junk.pem: expected a PEM block CERTIFICATE, found no PEM block
          tls_server_config: {cert_file: server.key, key_file: server.key} | server.key: expected a PEM block CERTIFICATE, found PRIVATE KEY
          tls_server_config: {cert_file: server.crt, key_file: server.crt} | expected a PEM block PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY, found CERTIFICATE
          tls_server_config: {cert_file: server.crt, key_file: other.key} | 1:54: the private key does not belong to the first certificate of cert_file
          tls_server_config: {cert_file: server.crt} | 1:20: tls_server_config needs key_file or key
          tls_server_config: {key_file: server.key} | 1:20: tls_server_config needs cert_file or cert
          tls_server_config: {client_auth_type: RequestClientCert} | needs cert_file or cert
          tls_server_config: {min_version: TLS14} | expected one of TLS10, TLS11, TLS12, TLS13, found 'TLS14'; did you mean
          tls_server_config: {min_version: tls12} | found 'tls12'
          tls_server_config: {cipher_suites: [TLS_RSA_WITH_RC4_128_SHA]} | found 'TLS_RSA_WITH_RC4_128_SHA'
          tls_server_config: {cipher_suites: TLS_AES_128_GCM_SHA256} | expected a list
          tls_server_config: {curve_preferences: [P256]} | expected one of X25519, CurveP256, CurveP384, CurveP521, found 'P256'
          tls_server_config: {prefer_server_cipher_suites: maybe} | expected true or false, found 'maybe'
          tls_server_config: {prefer_server_cipher_suites: "true"} | expected true or false, found the quoted text
          http_server_config: {headers: {X-Frame-Options: never}} | X-Frame-Options can be deny or sameorigin, found 'never'
          http_server_config: {headers: {X-Content-Type-Options: ""}} | X-Content-Type-Options can be nosniff
          http_server_config: {headers: {Server: x}} | unknown key 'Server'; known keys here: Strict-Transport-Security
          http_server_config: {headers: {Content-Security-Policy: "a\\r\\nX: y"}} | a header is one line
          basic_auth_users: {alice: secret}     | 1:27: expected a password's bcrypt hash
          basic_auth_users: [alice]             | 1:19: expected users with a password's bcrypt hash
          rate_limit: {interval: soon}          | expected a duration such as 1s, found 'soon'
          rate_limit: {interval: 1s, burst: many} | expected a whole number, found 'many'
          x                                     | 1:1: expected a mapping with tls_server_config
          """)
  void saysWhatIsWrongAndWhere(String yaml, String message) {
    assertThat(invalid(yaml)).anySatisfy(problem -> assertThat(problem).contains(message.strip()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          client_ca_file: ca.crt                                  | a client CA without client_auth_type does nothing
          client_ca_file: junk.pem, client_auth_type: RequestClientCert | junk.pem: expected a PEM block CERTIFICATE
          client_auth_type: Maybe                                 | expected one of NoClientCert, RequestClientCert
          client_allowed_sans: [a], client_auth_type: VerifyClientCertIfGiven | client_allowed_sans needs a client_auth_type that insists
          min_version: TLS13, max_version: TLS12                  | min_version is TLS13 and max_version TLS12: nobody could connect
          cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]  | HTTP/2 needs one of
          """)
  void saysWhatDoesNotGoTogether(String keys, String message) {
    assertThat(
            invalid(
                "tls_server_config: {cert_file: server.crt, key_file: server.key, %s}"
                    .formatted(keys)))
        .hasSize(1)
        .allSatisfy(problem -> assertThat(problem).contains(message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "basic_auth_users: {alice: correct-horse}",
        "basic_auth_users: correct-horse",
        "basic_auth_users:\n  alice:correct-horse",
        "basic_auth_users: 'alice:correct-horse'",
        "basic_auth_users:\n  alice:correct-horse\n  bob: correct-horse",
        "basic_auth_users:\n  alice: [correct-horse]"
      })
  void forgottenHashesAreNotQuoted(String yaml) {
    assertThat(invalid(yaml))
        .allSatisfy(problem -> assertThat(problem).doesNotContain("correct-horse"));
  }

  @Test
  void allProblemsAreFoundAtOnce() {
    assertThat(
            invalid(
                """
                tls_server_config:
                  cert_file: no.crt
                  min_version: TLS9
                rate_limit: {interval: soon}
                """))
        .hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tls_server_config: {min_version: TLS13}",
        "rate_limit: {interval: 1s}",
        "tls_server_config: {cert_file: server.crt, cert: x, key_file: server.key}"
      })
  void whatIsTakenButDoubtfulIsAWarning(String yaml) {
    assertThat(load(yaml))
        .isInstanceOfSatisfying(
            WebConfigResult.Valid.class, valid -> assertThat(valid.warnings()).hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cert_file:", "cert_file: ''", "cert_file: ~"})
  void whatIsEmptyIsLeftOut(String yaml) {
    assertThat(valid("tls_server_config: {" + yaml + "}").tls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1000,1000",
    "1s,1000000000",
    "1m30s,90000000000",
    "1.5ms,1500000",
    "2us,2000",
    "3h,10800000000000",
    ".5s,500000000"
  })
  void durationsAreThoseOfGo(String text, long nanos) {
    assertThat(valid("rate_limit: {interval: %s, burst: 1}".formatted(text)).rateLimit())
        .isEqualTo(
            nanos == 0 ? Optional.empty() : Optional.of(new RateLimit(Duration.ofNanos(nanos), 1)));
  }

  @Test
  void aFileThatIsNotThere() {
    WebConfigResult result = new WebConfigLoader(directory.resolve("none.yml")).load();

    assertThat(result)
        .isInstanceOfSatisfying(
            WebConfigResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems().getFirst().message())
                    .isEqualTo("cannot be read: there is no such file"));
  }

  static String inline(String certificate, String key) {
    return "tls_server_config:\n  cert: |\n%s  key: |\n%s"
        .formatted(
            indented(
                new Pki.Certified(directory.resolve(certificate), directory).certificateText()),
            indented(new Pki.Certified(directory.resolve(key), directory).certificateText()));
  }

  private static String indented(String pem) {
    return pem.indent(4);
  }

  private static WebConfigResult load(String yaml) {
    return new WebConfigLoader(pki.write("web.yml", yaml)).load();
  }

  private static WebConfig valid(String yaml) {
    WebConfigResult result = load(yaml);
    assertThat(result).isInstanceOf(WebConfigResult.Valid.class);
    return ((WebConfigResult.Valid) result).config();
  }

  private static List<String> invalid(String yaml) {
    WebConfigResult result = load(yaml);
    assertThat(result).isInstanceOf(WebConfigResult.Invalid.class);
    return ((WebConfigResult.Invalid) result).problems().stream().map(Problem::toString).toList();
  }
}
