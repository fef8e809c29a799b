package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.Answer;
import io.cgck.lab.CgckDaemon;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.Samples;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a daemon comes, changes its mind and goes. */
class LifecycleIT {
  private static final String ROWS = "cgck_process_info";
  private static final String RELOADED = "cgck_config_last_reload_successful";
  private static final String NO_ROWS = DaemonSetup.QUICK + "  limit: 0\n";
  private static final String BROKEN = DaemonSetup.QUICK + "  no_such_key: 0\n";

  @Test
  void saysWhereItListens() {
    try (CgckDaemon daemon = DaemonSetup.quick().start()) {
      assertThat(daemon.log()).contains("127.0.0.1:" + daemon.port());
      assertThat(daemon.client().get("/-/healthy").status()).isEqualTo(200);
      assertThat(daemon.client().get("/no/such/path").status()).isEqualTo(404);
    }
  }

  @Test
  void endsOnSigterm() {
    try (CgckDaemon daemon = DaemonSetup.quick().start()) {
      assertThat(daemon.terminate()).isIn(0, 143);
      assertThat(daemon.log())
          .contains("stopping")
          .doesNotContain("\tat ")
          .doesNotContain("Exception");
    }
  }

  @Test
  void sighupAppliesAChangedConfiguration() {
    try (CgckDaemon daemon = DaemonSetup.quick().start()) {
      assertThat(daemon.samples().named(ROWS)).isNotEmpty();

      daemon.replaceConfig(NO_ROWS);
      daemon.hangUp();
      Samples samples = daemon.await("no rows", fresh -> assertThat(fresh.named(ROWS)).isEmpty());
      assertThat(samples.value(RELOADED, Map.of())).hasValue(1);
      assertThat(samples.value("cgck_scan_processes", Map.of("state", "over_limit")).orElse(0))
          .as("what the limit took is counted")
          .isPositive();
      assertThat(samples.named("cgck_cgroup_processes"))
          .as("aggregates cover all processes")
          .isNotEmpty();

      daemon.replaceConfig(DaemonSetup.QUICK);
      daemon.hangUp();
      daemon.await("rows again", fresh -> assertThat(fresh.named(ROWS)).isNotEmpty());
    }
  }

  @Test
  void sighupKeepsTheOldConfigurationWhenTheNewOneIsBroken() {
    try (CgckDaemon daemon = DaemonSetup.quick().config(NO_ROWS).start()) {
      double since = lastSuccess(daemon.samples());

      daemon.replaceConfig(BROKEN);
      daemon.hangUp();
      daemon.await(
          "failed reload", fresh -> assertThat(fresh.value(RELOADED, Map.of())).hasValue(0));
      Samples samples = daemon.awaitFreshScan();
      assertThat(samples.named(ROWS)).as("the old configuration is in force").isEmpty();
      assertThat(lastSuccess(samples)).isEqualTo(since);
      assertThat(daemon.log()).contains("no_such_key").doesNotContain("\tat ");

      daemon.replaceConfig(DaemonSetup.QUICK);
      daemon.hangUp();
      daemon.await(
          "mended",
          fresh -> {
            assertThat(fresh.value(RELOADED, Map.of())).hasValue(1);
            assertThat(fresh.named(ROWS)).isNotEmpty();
          });
    }
  }

  @Test
  void reloadOverHttpIsOffByDefault() {
    try (CgckDaemon daemon = DaemonSetup.quick().start()) {
      daemon.replaceConfig(NO_ROWS);

      assertThat(daemon.client().post("/-/reload").status()).isIn(403, 404, 405);
      assertThat(daemon.awaitFreshScan().named(ROWS)).isNotEmpty();
    }
  }

  @Test
  void reloadOverHttp() {
    try (CgckDaemon daemon = DaemonSetup.quick().flag("--web.enable-lifecycle").start()) {
      daemon.replaceConfig(NO_ROWS);
      assertThat(daemon.client().get("/-/reload").status()).isIn(404, 405);
      assertThat(daemon.awaitFreshScan().named(ROWS)).as("GET changes nothing").isNotEmpty();

      assertThat(daemon.client().post("/-/reload").status()).isEqualTo(200);
      daemon.await("no rows", fresh -> assertThat(fresh.named(ROWS)).isEmpty());

      daemon.replaceConfig(BROKEN);
      Answer refused = daemon.client().post("/-/reload");
      assertThat(refused.status()).isEqualTo(500);
      assertThat(refused.text()).contains("no_such_key").doesNotContain("\tat ");
      daemon.await(
          "failed reload", fresh -> assertThat(fresh.value(RELOADED, Map.of())).hasValue(0));
    }
  }

  @Test
  void aChangedConfigurationIsReadByItself() {
    try (CgckDaemon daemon =
        DaemonSetup.quick().flag("--config.auto-reload-interval=100ms").start()) {
      assertThat(daemon.awaitFreshScan().named(ROWS)).isNotEmpty();
      assertThat(daemon.log()).as("what did not change is left alone").doesNotContain("again");

      daemon.replaceConfig(NO_ROWS);
      daemon.await("no rows", fresh -> assertThat(fresh.named(ROWS)).isEmpty());

      daemon.replaceConfig(BROKEN);
      daemon.await(
          "failed reload", fresh -> assertThat(fresh.value(RELOADED, Map.of())).hasValue(0));
      assertThat(daemon.awaitFreshScan().named(ROWS)).as("the old one is in force").isEmpty();
      assertThat(daemon.log().lines().filter(line -> line.contains("no_such_key")))
          .as("a broken file is complained of once, not at every look")
          .hasSize(1);

      daemon.replaceConfig(DaemonSetup.QUICK);
      daemon.await("rows again", fresh -> assertThat(fresh.named(ROWS)).isNotEmpty());
      assertThat(daemon.terminate()).isEqualTo(143);
    }
  }

  private static double lastSuccess(Samples samples) {
    return samples.one("cgck_config_last_reload_success_timestamp_seconds", Map.of()).value();
  }
}
