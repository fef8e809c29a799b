package io.cgck.pages;

import static java.util.Objects.requireNonNull;

import io.cgck.query.ProcessOrder;
import java.util.List;
import java.util.Optional;

/**
 * A column of the table of processes.
 *
 * @param order what the table can be sorted by with it; empty for nothing
 * @param href the same table sorted by it, or the other way round; empty where it cannot be sorted
 * @param sorted whether the table is sorted by it now
 */
record Column(
    String title,
    String cssClass,
    Optional<ProcessOrder> order,
    String href,
    boolean sorted,
    boolean descending) {
  Column {
    requireNonNull(title, "title is null");
    requireNonNull(cssClass, "cssClass is null");
    requireNonNull(order, "order is null");
    requireNonNull(href, "href is null");
  }

  /** Value of {@code aria-sort}. */
  String direction() {
    return descending ? "descending" : "ascending";
  }

  /** The same where the table can be sorted. */
  Column linked(String address, boolean isSorted, boolean isDescending) {
    return new Column(title, cssClass, order, address, isSorted, isDescending);
  }

  private static Column plain(String title, String cssClass, Optional<ProcessOrder> order) {
    return new Column(title, cssClass, order, "", false, false);
  }

  /** The columns of a table that cannot be sorted. */
  static List<Column> plain() {
    return List.of(
        plain("PID", "number", Optional.of(ProcessOrder.PID)),
        plain("Command", "", Optional.of(ProcessOrder.COMM)),
        plain("Remarks", "", Optional.of(ProcessOrder.ODDNESS)),
        plain("Cgroup", "", Optional.of(ProcessOrder.CGROUP)),
        plain("Cgroup as it sees itself", "", Optional.empty()),
        plain("Mount root as it sees it", "", Optional.empty()),
        plain("Cgroup namespace", "number", Optional.of(ProcessOrder.CGROUP_NS)));
  }
}
