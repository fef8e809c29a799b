package io.cgck.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A part of a list, as it was asked for: a page.
 *
 * @param items in order
 * @param total length of the whole list
 * @param paging what was asked for
 */
public record Slice<T>(List<T> items, int total, Paging paging) {
  public Slice {
    items = List.copyOf(items);
  }

  /** Cuts a list. */
  public static <T> Slice<T> of(List<T> all, Paging paging) {
    int from = (int) Math.min(all.size(), paging.offset());
    int to = Math.min(all.size(), from + paging.limit());
    return new Slice<>(all.subList(from, to), all.size(), paging);
  }

  /**
   * The same with so many items as there is room for, at least one; the next page begins with the
   * first one that is left out.
   */
  public Slice<T> fitting(long room, ToLongFunction<? super T> size) {
    return this.<T>fitting(room, item -> item, size);
  }

  /** The same of what is made of the items; of those that are left out, but one, nothing is. */
  public <R> Slice<R> fitting(
      long room, Function<? super T, ? extends R> made, ToLongFunction<? super R> size) {
    List<R> fit = new ArrayList<>();
    long taken = 0;
    for (T item : items) {
      R next = made.apply(item);
      taken += size.applyAsLong(next);
      if (taken > room && !fit.isEmpty()) {
        break;
      }
      fit.add(next);
    }
    return new Slice<>(fit, total, paging);
  }

  /** Where the next page begins; empty after the last one. */
  public Optional<Long> next() {
    long end = paging.offset() + items.size();
    return end < total ? Optional.of(end) : Optional.empty();
  }

  /** Where the page before begins; empty on the first one. */
  public Optional<Long> previous() {
    return paging.offset() == 0
        ? Optional.empty()
        : Optional.of(Math.max(0, Math.min(paging.offset(), total) - paging.limit()));
  }
}
