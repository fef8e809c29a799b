package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgck.lab.Alertmanager;
import io.cgck.lab.PrometheusServer;
import io.cgck.lab.ShippedRules;
import io.cgck.lab.Suite;
import io.cgck.lab.Waiting;
import io.cgck.lab.WebhookReceiver;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every Prometheus there is runs the shipped rules, and an Alertmanager passes alerts on. */
class PrometheusServerIT {
  @ParameterizedTest
  @EnumSource
  void runsTheShippedRulesUnchanged(Suite suite) {
    String ruleFiles =
        ShippedRules.ruleFiles().stream()
            .map(file -> "  - \"" + file + "\"")
            .collect(Collectors.joining("\n"));
    String config =
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files:
        %s
        scrape_configs:
          - job_name: cgck
            static_configs: [{targets: ["127.0.0.1:1"]}] # nobody answers there
        """
            .formatted(ruleFiles);
    try (PrometheusServer server = PrometheusServer.start(suite, config)) {
      Waiting.patiently()
          .until(
              () -> "the rules are evaluated: " + server.rules(),
              () -> server.rules().stream().noneMatch(rule -> has(rule, "health", "unknown")));
      assertThat(server.rules())
          .hasSameSizeAs(ShippedRules.all())
          .allMatch(rule -> has(rule, "health", "ok"));

      Waiting.patiently().until("the target is scraped", () -> !server.query("up").isEmpty());
      assertThat(server.query("up{job=\"cgck\"} == 0")).hasSize(1);
      Waiting.patiently()
          .until(
              () -> "the alert is pending: " + server.alerts(),
              () ->
                  server.alerts().stream()
                      .filter(alert -> has(alert.path("labels"), "alertname", "CgckExporterDown"))
                      .anyMatch(alert -> has(alert, "state", "pending")));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MACHINE", "SID"})
  void alertmanagerForwardsAlerts(Suite suite) {
    try (WebhookReceiver receiver = WebhookReceiver.start();
        Alertmanager alertmanager = Alertmanager.start(suite, forwardingTo(receiver))) {
      alertmanager.post(
          """
          [{"labels": {"alertname": "Other"}},
           {"labels": {"alertname": "Wanted", "pid": "42"}, "annotations": {"summary": "it broke"}}]
          """);

      JsonNode alert =
          receiver.await("the alert", each -> has(each.path("labels"), "alertname", "Wanted"));
      assertThat(alert.path("labels").path("pid").asText()).isEqualTo("42");
      assertThat(alert.path("annotations").path("summary").asText()).isEqualTo("it broke");
      assertThat(alert.path("status").asText()).isEqualTo("firing");
      assertThat(alertmanager.alerts()).hasSize(2);
      receiver.await("the other alert", each -> has(each.path("labels"), "alertname", "Other"));
      assertThat(receiver.alerts()).hasSize(2);
    }
  }

  private static String forwardingTo(WebhookReceiver receiver) {
    return """
           route: {receiver: hook, group_by: ['...'], group_wait: 0s}
           receivers:
             - name: hook
               webhook_configs: [{url: "%s"}]
           """
        .formatted(receiver.url());
  }

  private static boolean has(JsonNode node, String field, String value) {
    return node.path(field).asText().equals(value);
  }
}
