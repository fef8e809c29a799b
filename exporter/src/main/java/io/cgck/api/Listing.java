package io.cgck.api;

import io.cgck.json.JsonOutput;
import io.cgck.metrics.Shown;
import io.cgck.query.Slice;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A page of a list, with what is needed to ask for the next one. */
final class Listing {
  private static final long MOST_BYTES = 1 << 20;

  private Listing() {}

  static <T> Reply of(Shown shown, String name, Slice<T> slice, BiConsumer<JsonOutput, T> shape) {
    return of(shown, name, slice, shape, json -> {});
  }

  /**
   * A page.
   *
   * @param shape writes the fields of one item
   * @param more writes further fields of the whole
   */
  static <T> Reply of(
      Shown shown,
      String name,
      Slice<T> slice,
      BiConsumer<JsonOutput, T> shape,
      Consumer<JsonOutput> more) {
    // Names can be thousands of bytes long.
    Slice<T> page =
        slice.fitting(MOST_BYTES, item -> JsonText.of(json -> shape.accept(json, item)).length);
    return new Reply.Fields(
        json -> {
          json.field("snapshot_time", time(shown))
              .field("total", page.total())
              .field("offset", page.paging().offset())
              .field("limit", page.paging().limit())
              .field("next_offset", page.next());
          more.accept(json);
          json.array(
              name,
              () -> page.items().forEach(item -> json.object(() -> shape.accept(json, item))));
        });
  }

  /** When the scan ended that an answer is of. */
  static String time(Shown shown) {
    return shown.snapshot().takenAt().toString();
  }
}
