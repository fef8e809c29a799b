package io.cgck.pages;

import static java.util.Objects.requireNonNull;

import io.cgck.expect.Expectation;
import io.cgck.expect.State;
import io.cgck.metrics.Shown;
import io.cgck.query.Asked;
import io.cgck.query.Parameters;
import io.cgck.query.ProcessOrder;
import io.cgck.query.ProcessQuery;
import io.cgck.query.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The tutorial's table: violations first, unless somebody wants them sorted.
 *
 * @param filter what was filled into the form
 * @param expectations that one can filter by
 */
record ProcessesPage(
    Frame frame,
    Filter filter,
    List<String> expectations,
    List<Column> columns,
    List<ProcessRow> rows,
    Pager pager,
    List<Notice> notices) {
  private static final String SORT = "sort";

  /** Parameters that the form has no field for: they stay as they are. */
  private static final List<String> HIDDEN = List.of("cgroup_namespace", "limit", SORT);

  ProcessesPage {
    requireNonNull(frame, "frame is null");
    requireNonNull(filter, "filter is null");
    expectations = List.copyOf(expectations);
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    requireNonNull(pager, "pager is null");
    notices = List.copyOf(notices);
  }

  /** Values of parameters, which were understood. */
  record Filter(Map<String, List<String>> given) {
    Filter {
      given = Map.copyOf(given);
    }

    /** Empty if it was not given. */
    String value(String name) {
      List<String> values = given.getOrDefault(name, List.of());
      return values.isEmpty() ? "" : values.getFirst();
    }

    boolean is(String name, String value) {
      return value(name).equals(value);
    }

    List<Hidden> hidden() {
      return HIDDEN.stream()
          .filter(name -> !value(name).isEmpty())
          .map(name -> new Hidden(name, value(name)))
          .toList();
    }

    /** All parameters but where a page begins, with another order, as {@link Links#query} wants. */
    private List<String> sortedBy(String sort) {
      List<String> all = new ArrayList<>();
      for (String name : ProcessQuery.NAMES) {
        if (!name.equals(SORT) && !name.equals(Pager.OFFSET)) {
          all.addAll(List.of(name, value(name)));
        }
      }
      all.addAll(List.of(SORT, sort));
      return all;
    }
  }

  /** A field that nobody sees. */
  record Hidden(String name, String value) {}

  static Asked<ProcessQuery> understand(Map<String, List<String>> given) {
    return ProcessQuery.of(given, ProcessOrder.ODDNESS);
  }

  static List<String> states() {
    return Arrays.stream(State.values()).map(State::label).toList();
  }

  static ProcessesPage of(
      Shown shown, ProcessQuery query, Map<String, List<String>> given, Frame frame) {
    Links links = frame.links();
    Filter filter = new Filter(given);
    Slice<ProcessRow> slice =
        query
            .in(shown)
            .fitting(
                Weight.ROOM, process -> ProcessRow.of(process, shown, links), ProcessRow::weight);
    return new ProcessesPage(
        frame,
        filter,
        shown.tallies().keySet().stream().map(Expectation::name).toList(),
        columns(query, filter, links),
        slice.items(),
        Pager.of(
            slice, "processes", links.to(Section.PROCESSES), filter.sortedBy(filter.value(SORT))),
        StatusPage.leftOut(shown));
  }

  private static List<Column> columns(ProcessQuery query, Filter filter, Links links) {
    return Column.plain().stream()
        .map(
            column ->
                column.order().isEmpty()
                    ? column
                    : sortable(column, column.order().get(), query, filter, links))
        .toList();
  }

  private static Column sortable(
      Column column, ProcessOrder order, ProcessQuery query, Filter filter, Links links) {
    boolean sorted = query.sorting().order() == order;
    boolean descending = query.sorting().descending();
    String other = new Parameters.Sorting<>(order, sorted && !descending).label();
    return column.linked(
        links.to(Section.PROCESSES) + Links.query(filter.sortedBy(other)), sorted, descending);
  }
}
