package io.cgck.pages;

import static java.util.Objects.requireNonNull;

import io.cgck.attribute.Attribution;
import io.cgck.metrics.Shown;
import io.cgck.model.CgroupPath;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.ProcessInfo;
import io.cgck.query.Asked;
import io.cgck.query.Paging;
import io.cgck.query.Parameters;
import io.cgck.query.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Namespaces with processes, the odd ones first: those with processes outside or with stale mounts,
 * those whose root is not known exactly, then all but the initial one.
 *
 * @param kind the only kind listed; empty for all
 */
record NamespacesPage(Frame frame, String kind, List<Row> rows, Pager pager) {
  private static final String KIND = "kind";
  private static final int ROWS = 100;

  NamespacesPage {
    requireNonNull(frame, "frame is null");
    requireNonNull(kind, "kind is null");
    rows = List.copyOf(rows);
    requireNonNull(pager, "pager is null");
  }

  static List<String> kinds() {
    return Arrays.stream(NamespaceKind.values()).map(NamespaceKind::label).toList();
  }

  /**
   * A namespace.
   *
   * @param members how many processes are in it, also those without series
   * @param membersHref the processes in it that have series; empty where they cannot be listed
   * @param root of a cgroup namespace; empty for other kinds
   * @param source of what is known of the root
   * @param oldest the process shown that has been in it longest
   * @param owner the container or unit of that process
   */
  record Row(
      String kind,
      String inode,
      int members,
      String membersHref,
      String root,
      String source,
      Optional<Member> oldest,
      String owner,
      List<Tag> tags,
      int oddness) {
    Row {
      tags = List.copyOf(tags);
    }

    long weight() {
      return Weight.of(root, owner, oldest.map(Member::comm).orElse(""));
    }
  }

  /** A process in a namespace. */
  record Member(int pid, String comm, String href) {}

  /** What the processes shown tell of a namespace. */
  private static final class Gathered {
    private Optional<ProcessInfo> oldest = Optional.empty();
    private int outside;
    private int stale;

    void add(ProcessInfo process) {
      if (oldest.isEmpty() || process.id().startTicks() < oldest.get().id().startTicks()) {
        oldest = Optional.of(process);
      }
      outside += process.placement().outside().orElse(false) ? 1 : 0;
      stale += process.placement().staleMount().orElse(false) ? 1 : 0;
    }
  }

  /** Which namespaces are wanted. */
  record Query(Optional<NamespaceKind> kind, Paging paging) {
    static Asked<Query> of(Map<String, List<String>> given) {
      Parameters parameters = new Parameters(given, List.of(KIND, Pager.OFFSET));
      Optional<NamespaceKind> kind =
          parameters.word(KIND, List.of(NamespaceKind.values()), NamespaceKind::label);
      Paging paging = Pager.paging(parameters, ROWS);
      return parameters.understood(() -> new Query(kind, paging));
    }
  }

  static NamespacesPage of(Shown shown, Query query, Frame frame) {
    Optional<NamespaceKind> kind = query.kind();
    Map<NamespaceId, Gathered> gathered = new HashMap<>();
    for (ProcessInfo process : shown.processes()) {
      process
          .namespaces()
          .byKind()
          .values()
          .forEach(id -> gathered.computeIfAbsent(id, same -> new Gathered()).add(process));
    }
    List<Row> rows = new ArrayList<>();
    for (Shown.Namespace each : shown.namespaces()) {
      if (kind.isEmpty() || kind.get() == each.kind()) {
        NamespaceId id = new NamespaceId(each.kind(), each.inode());
        rows.add(row(id, each, gathered.getOrDefault(id, new Gathered()), shown, frame.links()));
      }
    }
    List<String> kinds = kinds();
    rows.sort(
        Comparator.comparingInt((Row row) -> -row.oddness())
            .thenComparingInt(row -> kinds.indexOf(row.kind()))
            .thenComparingInt(Row::members)
            .thenComparing(Row::inode));
    String kindLabel = kind.map(NamespaceKind::label).orElse("");
    Slice<Row> slice = Slice.of(rows, query.paging()).fitting(Weight.ROOM, Row::weight);
    return new NamespacesPage(
        frame,
        kindLabel,
        slice.items(),
        Pager.of(
            slice, "namespaces", frame.links().to(Section.NAMESPACES), List.of(KIND, kindLabel)));
  }

  private static Row row(
      NamespaceId id, Shown.Namespace namespace, Gathered gathered, Shown shown, Links links) {
    boolean ofCgroups = id.kind() == NamespaceKind.CGROUP;
    Optional<String> root = namespace.cgroup().flatMap(shown::rootOf).map(CgroupPath::value);
    String source = ofCgroups ? namespace.cgroup().map(shown::rootSourceOf).orElse("unknown") : "";
    List<Tag> tags = new ArrayList<>();
    if (id.isInitial()) {
      tags.add(Tag.of("initial", Tone.PLAIN));
    }
    if (ofCgroups && gathered.outside > 0) {
      tags.add(Tag.of(Text.count(gathered.outside) + " outside", Tone.WARN));
    }
    if (ofCgroups && gathered.stale > 0) {
      tags.add(Tag.of(Text.count(gathered.stale, "stale mount", "stale mounts"), Tone.WARN));
    }
    return new Row(
        id.kind().label(),
        Long.toString(id.inode()),
        namespace.processes(),
        links.processesWith("namespace", Long.toString(id.inode())),
        ofCgroups ? root.orElse(ProcessRow.UNREAD) : "",
        source,
        gathered.oldest.map(
            process -> new Member(process.pid(), process.comm(), links.process(process.pid()))),
        gathered.oldest.map(process -> owner(shown.attribution(process))).orElse(""),
        tags,
        oddness(id, gathered, source));
  }

  private static int oddness(NamespaceId id, Gathered gathered, String source) {
    boolean ofCgroups = id.kind() == NamespaceKind.CGROUP;
    if (ofCgroups && gathered.outside > 0) {
      return 5;
    }
    if (ofCgroups && gathered.stale > 0) {
      return 4;
    }
    if (id.isInitial()) {
      return 0;
    }
    return switch (source) {
      case "unknown" -> 3;
      case "inferred" -> 2;
      default -> 1;
    };
  }

  /** The innermost that the path of its cgroup tells. */
  static String owner(Attribution made) {
    if (!made.containerId().isEmpty()) {
      String id = made.containerId().substring(0, Math.min(12, made.containerId().length()));
      return made.runtime().isEmpty() ? "container " + id : made.runtime() + " " + id;
    }
    if (!made.slurmJob().isEmpty()) {
      return "Slurm job " + made.slurmJob();
    }
    if (!made.userUnit().isEmpty()) {
      return made.userUnit();
    }
    return made.unit().isEmpty() ? made.slice() : made.unit();
  }
}
