package io.cgck.pages;

import static java.util.Objects.requireNonNull;

import io.cgck.query.Paging;
import io.cgck.query.Parameters;
import io.cgck.query.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a reader is in a long list.
 *
 * @param first number of the first entry shown, from 1
 * @param last number of the last one shown; less than {@code first} if none is
 * @param total of all entries
 * @param of what they are
 * @param previous the page before; empty if there is none
 * @param next the page after; empty if there is none
 */
record Pager(long first, long last, int total, String of, String previous, String next) {
  static final String OFFSET = "offset";
  private static final long FARTHEST = 1_000_000_000;

  Pager {
    requireNonNull(of, "of is null");
    requireNonNull(previous, "previous is null");
    requireNonNull(next, "next is null");
  }

  /** The part of a list that a request wants whose pages have all the same size. */
  static Paging paging(Parameters parameters, int size) {
    return new Paging(parameters.number(OFFSET, 0, FARTHEST, 0), size);
  }

  /**
   * Of a part of a list.
   *
   * @param of what its entries are
   * @param address of the list
   * @param parameters names and values in turn that choose the list, as in {@link Links#query}
   */
  static Pager of(Slice<?> slice, String of, String address, List<String> parameters) {
    long begin = Math.min(slice.paging().offset(), slice.total());
    return new Pager(
        begin + 1,
        begin + slice.items().size(),
        slice.total(),
        of,
        slice.previous().map(offset -> address + query(parameters, offset)).orElse(""),
        slice.next().map(offset -> address + query(parameters, offset)).orElse(""));
  }

  private static String query(List<String> parameters, long offset) {
    List<String> all = new ArrayList<>(parameters);
    all.addAll(List.of(OFFSET, offset == 0 ? "" : Long.toString(offset)));
    return Links.query(all);
  }

  /** Whether this is not all. */
  boolean isPart() {
    return last - first + 1 < total;
  }

  String text() {
    if (total == 0) {
      return "No " + of;
    }
    if (last < first) {
      return "There are only %s %s".formatted(Text.count(total), of);
    }
    return isPart()
        ? "%s %s to %s of %s"
            .formatted(Text.capitalized(of), Text.count(first), Text.count(last), Text.count(total))
        : Text.count(total) + " " + of;
  }
}
