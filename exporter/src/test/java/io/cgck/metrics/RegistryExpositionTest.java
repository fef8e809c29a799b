package io.cgck.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegistryExpositionTest {
  private static final int PIECE = 64 * 1024;

  private final CollectorRegistry registry = new CollectorRegistry();
  private final RegistryExposition exposition = new RegistryExposition(registry);

  /** Many clients that do not read would otherwise keep as many texts. */
  @ParameterizedTest
  @EnumSource
  void ofALongTextThereIsOnePieceAtATime(ExpositionFormat format) {
    Gauge many = Gauge.build("many", "Many.").labelNames("number").register(registry);
    Gauge.build("other", "Not asked for.").register(registry);
    for (int i = 0; i < 20_000; i++) {
      many.labels("a label that is long enough " + i).set(i);
    }

    Body body = exposition.render(format, ContentCoding.IDENTITY, Set.of("many"));

    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (Body.Parts parts = body.parts()) {
      while (parts.hasNext()) {
        ByteBuffer part = parts.next();
        assertThat(part.remaining()).isBetween(1, PIECE);
        byte[] bytes = new byte[part.remaining()];
        part.duplicate().get(bytes);
        whole.writeBytes(bytes);
      }
    }
    assertThat(whole.toByteArray())
        .hasSizeGreaterThan(10 * PIECE)
        .isEqualTo(exposition.text(format, Set.of("many")));
    assertThat(body.length()).isEqualTo(whole.size());
    assertThat(exposition.render(format, ContentCoding.GZIP, Set.of("many")).length())
        .isLessThan(whole.size() / 5);
  }

  @ParameterizedTest
  @EnumSource
  void ofNamesThatNobodyHasThereIsNothing(ExpositionFormat format) {
    Body body = exposition.render(format, ContentCoding.IDENTITY, Set.of("none"));

    assertThat(body.length()).isEqualTo(format.end().length());
  }
}
