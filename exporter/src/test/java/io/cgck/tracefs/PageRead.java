package io.cgck.tracefs;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** What a decoder makes of a page of moves. */
final class PageRead implements RingPage.Sink {
  private final byte[] page;
  private final EventDecoder decoder;
  final List<TraceRecord> records = new ArrayList<>();
  long lost;
  int malformed;

  private PageRead(byte[] page, EventDecoder decoder) {
    this.page = page;
    this.decoder = decoder;
  }

  static PageRead of(byte[] page, int length, ByteOrder order) {
    PageRead read = new PageRead(page, decoder(Recorded.ATTACH, order));
    PageFormat format = PageFormat.parse(Recorded.HEADER_PAGE).toOptional().orElseThrow();
    new RingPage(format, order).read(page, length, read);
    return read;
  }

  static EventDecoder decoder(String format, ByteOrder order) {
    return EventFormat.parse(format)
        .then(parsed -> EventDecoder.of(parsed, order))
        .toOptional()
        .orElseThrow();
  }

  @Override
  public void record(long nanos, int from, int to) {
    decoder.decode(page, nanos, from, to).ifPresentOrElse(records::add, this::malformed);
  }

  @Override
  public void lost(long count) {
    lost += count;
  }

  @Override
  public void malformed() {
    malformed++;
  }
}
