package io.cgck.web;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.cgck.cli.CapturedLog;
import io.cgck.pki.Pki;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
  @TempDir Path directory;

  @Test
  void isOffByDefault() throws Exception {
    try (Site site = Site.builder().start();
        CapturedLog log = new CapturedLog()) {
      site.get("/metrics");
      site.get("/metrics");

      assertThat(log.lines()).noneMatch(line -> line.contains("/metrics"));
    }
  }

  @Test
  void saysWhoAskedForWhatAndNoSecret() throws Exception {
    String hash = BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(4, "pass".toCharArray());
    Path config =
        new Pki(directory).write("web.yml", "basic_auth_users: {\"al ice\": '%s'}".formatted(hash));
    try (Site site = Site.builder().accessLog().webConfig(config).start();
        CapturedLog log = new CapturedLog()) {
      site.get("/metrics?token=secret", "Authorization", GateTest.basic("al ice:pass"));
      site.get("/-/ready", "Authorization", GateTest.basic("mallory:guess"), "Cookie", "secret");
      site.rawGet("/%0a%1b[31m\u009bx");

      Site.await("three lines", () -> requests(log).size() >= 3);
      assertThat(requests(log).get(0)).contains("127.0.0.1 al\\\\u0020ice GET /metrics?… 200 5B ");
      assertThat(requests(log).get(1)).contains("127.0.0.1 - GET /-/ready 401 ");
      assertThat(log.lines())
          .allSatisfy(
              line ->
                  assertThat(line)
                      .doesNotContain("secret", "pass", "guess", "mallory", "\u001b", "\u009b"));
    }
  }

  private static List<String> requests(CapturedLog log) {
    return log.lines().stream().filter(line -> line.contains("component=web msg=\"127")).toList();
  }
}
