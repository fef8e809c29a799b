package io.cgck.query;

import java.util.List;
import java.util.Optional;

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

  /** The same with fewer items; the next page begins with the first one that is left out. */
  public Slice<T> first(int number) {
    return new Slice<>(items.subList(0, number), total, paging);
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
