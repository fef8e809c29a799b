package io.cgck.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSettingsTest {
  private static final List<ListenAddress> ANYWHERE = List.of(ListenAddress.parse(":0"));

  @Test
  void defaults() {
    assertThat(WebSettings.DEFAULTS)
        .isEqualTo(
            new WebSettings(
                List.of(new ListenAddress.Tcp(":10065", "", 10065)), "/metrics", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/metrics",
        "/status",
        "/a/b.c",
        "/...",
        "/probe&more",
        "/apis",
        "/-x/healthy"
      })
  void takesPlainPaths(String path) {
    assertThat(new WebSettings(ANYWHERE, path, false).telemetryPath()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"|expected a path that begins with '/', for example /metrics",
        "metrics|expected a path that begins with '/', for example /metrics",
        "/processes|there are pages for people; choose another, or / itself",
        "/assets/metrics|there are pages for people; choose another, or / itself",
        "//|expected a plain path without empty segments, '.', '..', '%', ';', '?' or '#'",
        "/metrics/|expected a plain path without empty segments, '.', '..', '%', ';', '?' or '#'",
        "/a//b|expected a plain path without empty segments, '.', '..', '%', ';', '?' or '#'",
        "/../a|expected a plain path without empty segments, '.', '..', '%', ';', '?' or '#'",
        "/a/.|expected a plain path without empty segments, '.', '..', '%', ';', '?' or '#'",
        "/%6d|expected a plain path without empty segments, '.', '..', '%', ';', '?' or '#'",
        "/a;b|expected a plain path without empty segments, '.', '..', '%', ';', '?' or '#'",
        "/a?b|expected a plain path without empty segments, '.', '..', '%', ';', '?' or '#'",
        "/a b|expected a plain path without empty segments, '.', '..', '%', ';', '?' or '#'",
        "/-/healthy|paths below /-/ and /api/ are taken; choose another",
        "/-/other|paths below /-/ and /api/ are taken; choose another",
        "/-|paths below /-/ and /api/ are taken; choose another",
        "/api/v1|paths below /-/ and /api/ are taken; choose another"
      })
  void refusesOtherPaths(String path, String reason) {
    assertThatThrownBy(() -> new WebSettings(ANYWHERE, path, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--web.telemetry-path=" + path + ": " + reason);
  }

  @Test
  void needsAnAddress() {
    assertThatThrownBy(() -> new WebSettings(List.of(), "/metrics", false))
        .hasMessage("--web.listen-address: at least one address is needed");
  }
}
