package io.cgck.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "GZIP",
        "x-gzip",
        "deflate, gzip;q=0.5",
        "gzip;q=0.001",
        "gzip ; Q = 0.5 , identity;q=0.5",
        "br, zstd, gzip",
        "*",
        "*;q=0.1",
        "identity;q=0, *",
        "gzip, gzip;q=nonsense",
        ", gzip,"
      })
  void gzipWhereItIsWelcome(String accept) {
    assertThat(ContentCoding.negotiate(accept)).isEqualTo(ContentCoding.GZIP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "identity",
        "br",
        "gzip;q=0",
        "gzip;q=0.000, *",
        "*;q=0",
        "*;q=0.5, identity",
        "gzip;q=0.4, identity;q=0.5",
        "gzipped",
        "gzip;q=2",
        "gzip;q=-1",
        "gzip q=1"
      })
  void identityWhereItIsNot(String accept) {
    assertThat(ContentCoding.negotiate(accept)).isEqualTo(ContentCoding.IDENTITY);
  }

  @Test
  void whoSaysNothingGetsIdentity() {
    assertThat(ContentCoding.negotiate(null)).isEqualTo(ContentCoding.IDENTITY);
  }
}
