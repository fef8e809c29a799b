package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.cgck.lab.PrometheusServer;
import io.cgck.lab.Suite;
import io.cgck.lab.Waiting;
import io.cgck.lab.WebConfigServer;
import io.cgck.lab.WebConfigServer.Kind;
import io.cgck.pki.Pki;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real Prometheus scrapes over TLS with a client certificate and with a user's password. */
class WebConfigScrapeIT {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void scrapesWithCertificateAndPasswordAndNotWithout(Suite suite) {
    Pki pki = new Pki(directory);
    Pki.Certified ca = pki.authority("ca");
    pki.certified(ca, "server", Pki.Kind.EC, 30, "subjectAltName=IP:127.0.0.1");
    Pki.Certified clients = pki.authority("clients");
    pki.certified(clients, "client", Pki.Kind.EC, 30, "extendedKeyUsage=clientAuth");
    Path config =
        pki.write(
            "web.yml",
            """
            tls_server_config:
              cert_file: server.crt
              key_file: server.key
              client_auth_type: RequireAndVerifyClientCert
              client_ca_file: clients.crt
            basic_auth_users: {prometheus: '%s'}
            """
                .formatted(
                    BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(10, "pass".toCharArray())));
    try (WebConfigServer server =
            WebConfigServer.start(Kind.CGCK, config, directory.resolve("cgck.log"));
        PrometheusServer prometheus =
            PrometheusServer.start(suite, scrapes("127.0.0.1:" + server.port()))) {
      Waiting.patiently()
          .until(
              () -> "Prometheus has metrics of cgck: " + prometheus.query("up"),
              () -> !prometheus.query("up{job=\"all\"} == 1").isEmpty());
      assertThat(prometheus.query("cgck_web_config_last_reload_successful{job=\"all\"} == 1"))
          .hasSize(1);
      assertThat(
              prometheus.query(
                  "cgck_web_tls_certificate_not_after_timestamp_seconds{job=\"all\"} > time()"))
          .hasSize(1);
      Waiting.patiently()
          .until(
              () -> "the others have tried, too: " + prometheus.query("up"),
              () -> prometheus.query("up").size() == 4);
      assertThat(prometheus.query("up{job!=\"all\"} == 1")).isEmpty();
    }
  }

  private String scrapes(String target) {
    String tls =
        """
            scheme: https
            tls_config: {ca_file: "%s/ca.crt"%s}
            static_configs: [{targets: ["%s"]}]
        """;
    String client =
        ", cert_file: \"%1$s/client.crt\", key_file: \"%1$s/client.key\"".formatted(directory);
    String with = tls.formatted(directory, client, target);
    String without = tls.formatted(directory, "", target);
    return """
           global: {scrape_interval: 1s}
           scrape_configs:
             - job_name: all
               basic_auth: {username: prometheus, password: pass}
           %1$s
             - job_name: no_password
           %1$s
             - job_name: wrong_password
               basic_auth: {username: prometheus, password: Pass}
           %1$s
             - job_name: no_certificate
               basic_auth: {username: prometheus, password: pass}
           %2$s
           """
        .formatted(with.stripTrailing(), without.stripTrailing());
  }
}
