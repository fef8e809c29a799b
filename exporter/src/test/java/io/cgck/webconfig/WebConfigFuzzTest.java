package io.cgck.webconfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cgck.config.Problem;
import io.cgck.match.Parsed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the files hold, there is an answer for people, and no secret in it. */
class WebConfigFuzzTest {
  private static final String KEY =
      "MHcCAQEEIIrY5v7s1KpkHVR4oUE8+6DGH9p1v3kkkF3i8W0V6b8ZoAoGCCqGSM49AwEHoUQDQgAE";

  @MethodSource("seeds")
  @FuzzTest
  void isTakenOrRefused(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    check(PrivateKeys.parse(text));
    check(Certificates.parse(text));
    check(BcryptHash.parse(text));
    check(GoDuration.parse(text));
    Login.parse(text).ifPresent(login -> assertThat(login.user()).isNotNull());
    Path file = Files.createTempFile("web", ".yml");
    try {
      Files.write(file, bytes);
      if (new WebConfigLoader(file).load() instanceof WebConfigResult.Invalid(List<Problem> all)) {
        assertThat(all)
            .isNotEmpty()
            .allSatisfy(
                problem -> assertThat(problem.toString()).isNotBlank().doesNotContain("\n"));
      }
    } finally {
      Files.delete(file);
    }
  }

  private static void check(Parsed<?> parsed) {
    if (parsed instanceof Parsed.Bad<?>(String why)) {
      assertThat(why).isNotBlank().doesNotContain(KEY);
    }
  }

  static Stream<byte[]> seeds() {
    return Stream.of(
            """
            tls_server_config:
              cert: |
                -----BEGIN CERTIFICATE-----
                AAAA
                -----END CERTIFICATE-----
              key: |
                -----BEGIN EC PRIVATE KEY-----
                %s
                -----END EC PRIVATE KEY-----
            """
                .formatted(KEY),
            """
            basic_auth_users:
              alice: $2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG
            rate_limit: {interval: 1m30s, burst: 3}
            http_server_config: {http2: no, headers: {X-Frame-Options: deny}}
            """,
            """
            -----BEGIN RSA PRIVATE KEY-----
            Proc-Type: 4,ENCRYPTED

            MIIBOgIBAAJBAK==
            -----END RSA PRIVATE KEY-----
            """,
            "Basic YWxpY2U6cGFzcw==",
            "1.5h2m.5us")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
