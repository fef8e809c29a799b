package io.cgck.query;

import io.cgck.metrics.Shown;
import io.cgck.model.NamespaceKind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which namespaces are wanted, in which order. */
public record NamespaceQuery(
    Optional<NamespaceKind> kind,
    Optional<Long> inode,
    Parameters.Sorting<Order> sorting,
    Paging paging) {
  /** Names of the parameters. */
  public static final List<String> NAMES = List.of("kind", "inode", "sort", "offset", "limit");

  /** What namespaces can be sorted by. */
  public enum Order {
    KIND,
    INODE,
    PROCESSES;

    private Comparator<Shown.Namespace> comparator() {
      Comparator<Shown.Namespace> whole =
          Comparator.comparing(Shown.Namespace::kind).thenComparingLong(Shown.Namespace::inode);
      return switch (this) {
        case KIND -> whole;
        case INODE -> Comparator.comparingLong(Shown.Namespace::inode).thenComparing(whole);
        case PROCESSES -> Comparator.comparingInt(Shown.Namespace::processes).thenComparing(whole);
      };
    }
  }

  /** Reads the parameters of a request. */
  public static Asked<NamespaceQuery> of(Map<String, List<String>> given) {
    Parameters parameters = new Parameters(given, NAMES);
    Optional<NamespaceKind> kind =
        parameters.word("kind", List.of(NamespaceKind.values()), NamespaceKind::label);
    Optional<Long> inode = parameters.number("inode", 1, Parameters.MAX_INODE);
    Parameters.Sorting<Order> sorting = parameters.sorting("sort", Order.values(), Order.KIND);
    Paging paging = Paging.of(parameters);
    return parameters.understood(() -> new NamespaceQuery(kind, inode, sorting, paging));
  }

  /** The page that is wanted of the namespaces shown. */
  public Slice<Shown.Namespace> in(Shown shown) {
    return Slice.of(
        shown.namespaces().stream()
            .filter(each -> kind.map(wanted -> wanted == each.kind()).orElse(true))
            .filter(each -> inode.map(wanted -> wanted == each.inode()).orElse(true))
            .sorted(sorting.directed(sorting.order().comparator()))
            .toList(),
        paging);
  }
}
