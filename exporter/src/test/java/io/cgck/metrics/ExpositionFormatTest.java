package io.cgck.metrics;

import static io.cgck.metrics.ExpositionFormat.OPENMETRICS;
import static io.cgck.metrics.ExpositionFormat.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionFormatTest {
  private static final String PROMETHEUS_2_53 =
      "application/openmetrics-text;version=1.0.0;q=0.5,"
          + "application/openmetrics-text;version=0.0.1;q=0.4,"
          + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
  private static final String PROMETHEUS_3 =
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
          + "application/openmetrics-text;version=0.0.1;q=0.5,"
          + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
          + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
  private static final String PROMETHEUS_3_WITH_PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
          + "encoding=delimited;q=0.7,"
          + PROMETHEUS_3;
  private static final String PROMETHEUS_3_TEXT_FIRST =
      "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.5,"
          + "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.4,*/*;q=0.3";
  private static final String PROMETHEUS_2_5 =
      "application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

  @Test
  void contentTypes() {
    assertThat(TEXT.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(OPENMETRICS.contentType())
        .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " \t", ",", ";", "/", ",,;=,", "text", "*"})
  void textWhenTheClientSaysNothing(String accept) {
    assertThat(ExpositionFormat.negotiate(accept)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @MethodSource("table")
  void negotiates(String accept, ExpositionFormat expected) {
    assertThat(ExpositionFormat.negotiate(accept)).isEqualTo(expected);
  }

  static Stream<Arguments> table() {
    return Stream.of(
        // what scrapers and people send
        arguments(PROMETHEUS_2_53, OPENMETRICS),
        arguments(PROMETHEUS_3, OPENMETRICS),
        arguments(PROMETHEUS_3_WITH_PROTOBUF, OPENMETRICS),
        arguments(PROMETHEUS_3_TEXT_FIRST, TEXT),
        arguments(PROMETHEUS_2_5, OPENMETRICS),
        arguments(BROWSER, TEXT),
        arguments("*/*", TEXT),
        // names and versions
        arguments("application/openmetrics-text", OPENMETRICS),
        arguments("APPLICATION/OpenMetrics-Text ; VERSION=1.0.0", OPENMETRICS),
        arguments("application/openmetrics-text;version=\"1.0.0\"", OPENMETRICS),
        arguments("application/openmetrics-text;version=\"1\\.0.0\"", OPENMETRICS),
        arguments("application/openmetrics-text;version=0.0.1", OPENMETRICS),
        arguments("application/openmetrics-text;version=2.0.0", TEXT),
        arguments("application/openmetrics-text;version=2.0.0,text/plain;q=0.1", TEXT),
        arguments("application/openmetrics-text;charset=UTF-8", OPENMETRICS),
        arguments("application/openmetrics-text;charset=iso-8859-1", TEXT),
        arguments("application/*", OPENMETRICS),
        arguments("text/*", TEXT),
        arguments("text/plain;version=1.0.0,application/openmetrics-text;q=0.1", OPENMETRICS),
        arguments("text/plain;version=0.0.4", TEXT),
        // weights
        arguments("text/plain;q=0.4,application/openmetrics-text;q=0.5", OPENMETRICS),
        arguments("text/plain;q=0.5,application/openmetrics-text;q=0.4", TEXT),
        arguments("text/plain;q=0.500,application/openmetrics-text;q=0.501", OPENMETRICS),
        arguments("text/plain ; Q=0.1 , application/openmetrics-text ; Q=1.000", OPENMETRICS),
        arguments("application/openmetrics-text;q=1.5,text/plain;q=0.1", TEXT),
        arguments("application/openmetrics-text;q=high,text/plain;q=0.1", TEXT),
        arguments("application/openmetrics-text;q=-1,text/plain;q=0.1", TEXT),
        // q=0 excludes; the most precise range decides
        arguments("application/openmetrics-text;q=0", TEXT),
        arguments("application/openmetrics-text;q=0.000,*/*", TEXT),
        arguments("text/plain;q=0,*/*;q=0.1", OPENMETRICS),
        arguments("*/*;q=0.1,text/plain;q=0", OPENMETRICS),
        arguments("text/*;q=0,*/*;q=0.1", OPENMETRICS),
        arguments("text/*;q=0,text/plain,application/openmetrics-text;q=0.5", TEXT),
        arguments("*/*;q=0", TEXT),
        arguments("application/openmetrics-text;version=1.0.0;q=0,application/*", TEXT),
        arguments("application/openmetrics-text;q=0.2,*/*;q=0.9", TEXT),
        // ties
        arguments("text/plain,application/openmetrics-text", TEXT),
        arguments("application/openmetrics-text,text/plain", TEXT),
        arguments("application/openmetrics-text,*/*", OPENMETRICS),
        arguments("text/plain,*/*", TEXT),
        // nothing that is served
        arguments("application/json", TEXT),
        arguments("application/json,image/*;q=0.1", TEXT),
        // quoted separators
        arguments("text/plain;x=\"a,b;q=0\";q=0.1,application/openmetrics-text;q=0.2", OPENMETRICS),
        arguments("application/openmetrics-text;x=\"\\\",text/plain\";q=0.2", OPENMETRICS),
        arguments("application/openmetrics-text;x=\"open", OPENMETRICS));
  }
}
