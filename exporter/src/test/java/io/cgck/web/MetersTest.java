package io.cgck.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetersTest {
  @Test
  void requestsConnectionsAndThreadsAreCounted() throws Exception {
    try (Site site = Site.builder().start()) {
      site.get("/metrics");
      site.get("/nothing");
      for (int i = 0; i < 5; i++) {
        site.send("METHOD" + i, "/metrics");
      }

      // A request is counted after its response was sent.
      Site.await(
          "all requests are counted",
          () ->
              site.meters.find("jetty.server.requests").timers().stream()
                      .mapToLong(timer -> timer.count())
                      .sum()
                  == 7);
      assertThat(site.meters.get("jetty.server.requests").tag("status", "200").timer().count())
          .isEqualTo(1);
      assertThat(site.meters.get("jetty.server.requests").tag("status", "404").timer().count())
          .isEqualTo(1);
      assertThat(site.meters.get("jetty.server.requests").tag("status", "405").timers())
          .as("methods that clients make up")
          .hasSize(1);
      assertThat(site.meters.get("jetty.connections.current").gauge().value()).isPositive();
      assertThat(site.meters.get("jetty.connections.bytes.in").summary().totalAmount())
          .isPositive();
      assertThat(site.meters.get("jetty.connections.bytes.out").summary().totalAmount())
          .isPositive();
      assertThat(site.meters.get("jetty.threads.config.max").gauge().value()).isEqualTo(6);
    }
  }
}
