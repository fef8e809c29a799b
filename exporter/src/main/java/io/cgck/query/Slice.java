package io.cgck.query;

import java.util.List;
import java.util.Optional;
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
    long taken = 0;
    for (int number = 0; number < items.size(); number++) {
      taken += size.applyAsLong(items.get(number));
      if (taken > room && number > 0) {
        return new Slice<>(items.subList(0, number), total, paging);
      }
    }
    return this;
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
