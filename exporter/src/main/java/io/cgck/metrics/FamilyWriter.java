package io.cgck.metrics;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** Has simpleclient write families, and hands the text on piece by piece. */
final class FamilyWriter {
  private static final int FIRST_SIZE = 32 * 1024;

  private final ExpositionFormat format;
  private final Encoder encoder;
  private final Utf8Writer writer = new Utf8Writer(FIRST_SIZE);

  /**
   * Makes one.
   *
   * @param encoder who gets the text
   */
  FamilyWriter(ExpositionFormat format, Encoder encoder) {
    this.format = format;
    this.encoder = encoder;
  }

  /** Writes families, without the end of the exposition. */
  void write(List<MetricFamilySamples> families) {
    fill(Collections.enumeration(families));
    encoder.append(writer.bytes(), 0, lengthBeforeEnd());
  }

  /** Writes families, and the end of the exposition. */
  void writeLast(Enumeration<MetricFamilySamples> families) {
    fill(families);
    encoder.append(writer.bytes(), 0, writer.length());
  }

  /** Writes what stands before the samples of a family; gives its number of bytes. */
  int writeHead(Family family) {
    write(List.of(Families.toSamples(family, List.of())));
    return lengthBeforeEnd();
  }

  /**
   * Writes the samples of a family without what stands before them.
   *
   * @param head number of bytes of that
   */
  Section writeSamples(MetricFamilySamples family, int head) {
    fill(Collections.enumeration(List.of(family)));
    return encoder.append(writer.bytes(), head, lengthBeforeEnd() - head);
  }

  private int lengthBeforeEnd() {
    return writer.length() - format.end().length();
  }

  private void fill(Enumeration<MetricFamilySamples> families) {
    writer.clear();
    try {
      TextFormat.writeFormat(format.contentType(), writer, families);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
