package io.cgck.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class LandingPageTest {
  @Test
  void namesVersionAndLinks() throws Exception {
    try (Site site = Site.builder().start()) {
      HttpResponse<byte[]> response = site.get("/");

      assertThat(response.headers().allValues("Content-Type"))
          .containsExactly("text/html; charset=utf-8");
      assertThat(response.headers().allValues("Content-Security-Policy"))
          .containsExactly(
              "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
      assertThat(Site.text(response))
          .contains("<h1>cgck</h1>", "Version: 1.2.3")
          .contains("<a href=\"/metrics\">/metrics</a>: the metrics, for Prometheus.")
          .contains("<a href=\"/-/healthy\">", "<a href=\"/-/ready\">")
          .doesNotContain("<script", "style=", "%");
    }
  }

  @Test
  void escapes() throws Exception {
    try (Site site =
        Site.builder().version("<b>\"1\"&%s</b>").telemetryPath("/it's&more").start()) {
      assertThat(Site.text(site.get("/")))
          .contains("Version: &lt;b&gt;&quot;1&quot;&amp;%s&lt;/b&gt;</p>")
          .contains("<a href=\"/it&#39;s&amp;more\">/it&#39;s&amp;more</a>");
    }
  }
}
