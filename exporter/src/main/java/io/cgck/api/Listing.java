package io.cgck.api;

import io.cgck.json.JsonOutput;
import io.cgck.metrics.Shown;
import io.cgck.query.Slice;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A page of a list, with what is needed to ask for the next one. */
final class Listing {
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
    return new Reply.Fields(
        json -> {
          json.field("snapshot_time", time(shown))
              .field("total", slice.total())
              .field("offset", slice.paging().offset())
              .field("limit", slice.paging().limit())
              .field("next_offset", slice.next());
          more.accept(json);
          json.array(
              name,
              () -> slice.items().forEach(item -> json.object(() -> shape.accept(json, item))));
        });
  }

  /** When the scan ended that an answer is of. */
  static String time(Shown shown) {
    return shown.snapshot().takenAt().toString();
  }
}
