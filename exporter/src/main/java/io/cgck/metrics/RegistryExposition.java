package io.cgck.metrics;

import static java.util.Objects.requireNonNull;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/** Writes what a registry holds, anew for everyone who asks. */
public final class RegistryExposition implements Exposition {
  private static final int FIRST_SIZE = 256 * 1024;

  private final CollectorRegistry registry;

  public RegistryExposition(CollectorRegistry registry) {
    this.registry = requireNonNull(registry, "registry is null");
  }

  /**
   * The text is many times as long as its bytes with gzip: only these are kept until it is sent.
   */
  @Override
  public Body render(ExpositionFormat format, ContentCoding coding, Set<String> names) {
    try (Encoder encoder = new Encoder(FIRST_SIZE / Byte.SIZE)) {
      encoder.begin();
      new FamilyWriter(format, encoder).writeLast(registry.filteredMetricFamilySamples(names));
      encoder.end();
      List<ByteBuffer> gzip = List.of(encoder.bytes());
      return switch (coding) {
        case GZIP -> Body.of(gzip);
        case IDENTITY -> Body.inflated(gzip, encoder.checksum().length());
      };
    }
  }

  /** Writes all families, or those with one of these sample names. */
  public byte[] text(ExpositionFormat format, Set<String> names) {
    try (Utf8Writer writer = new Utf8Writer(FIRST_SIZE)) {
      TextFormat.writeFormat(
          format.contentType(), writer, registry.filteredMetricFamilySamples(names));
      return writer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
