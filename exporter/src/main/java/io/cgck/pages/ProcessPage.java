package io.cgck.pages;

import static java.util.Objects.requireNonNull;

import io.cgck.expect.LimitText;
import io.cgck.expect.Standing;
import io.cgck.explain.Explanation;
import io.cgck.explain.MoveFeed;
import io.cgck.explain.Subject;
import io.cgck.explain.Telling;
import io.cgck.metrics.Shown;
import io.cgck.model.CgroupMount;
import io.cgck.model.CgroupPath;
import io.cgck.model.EffectiveLimit;
import io.cgck.model.LimitKind;
import io.cgck.model.Membership;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.ProcessId;
import io.cgck.model.ProcessInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One process.
 *
 * @param row that of the table of processes
 * @param explanation the lines of {@code cgck explain}
 * @param standings to the expectations that mean it
 * @param limitsRead whether the files of cgroups are read, which the configuration asks for
 * @param mountsRead whether its mounts could be read
 * @param moreMounts how many of them the limit of the metrics leaves out
 */
record ProcessPage(
    Frame frame,
    ProcessRow row,
    List<Fact> facts,
    List<Place> places,
    List<Expected> standings,
    List<Namespace> namespaces,
    boolean mountsRead,
    List<Mount> mounts,
    int moreMounts,
    boolean limitsRead,
    List<Limit> limits,
    List<MoveRow> moves,
    List<String> explanation) {
  private static final int MOVES = 50;

  ProcessPage {
    requireNonNull(frame, "frame is null");
    requireNonNull(row, "row is null");
    facts = List.copyOf(facts);
    places = List.copyOf(places);
    standings = List.copyOf(standings);
    namespaces = List.copyOf(namespaces);
    mounts = List.copyOf(mounts);
    limits = List.copyOf(limits);
    moves = List.copyOf(moves);
    explanation = List.copyOf(explanation);
  }

  /** Its cgroup in a hierarchy, as the host sees it and as it sees itself. */
  record Place(String hierarchy, boolean isDefault, String cgroup, String href, String seen) {}

  /**
   * How it stands to an expectation; the last two are empty unless it violates it, as in the
   * metrics.
   */
  record Expected(
      String name, String href, String state, Tone tone, String expected, String actual) {}

  /** A namespace that it is in. */
  record Namespace(String kind, String inode, boolean initial, String href, String root) {}

  /** A cgroup mount that it sees. */
  record Mount(
      String point, String hierarchy, String root, String seen, String note, boolean isStale) {}

  /** A limit that holds for it. */
  record Limit(String file, String inForce, String own, String setBy, String setByHref) {}

  static ProcessPage of(
      ProcessInfo process, Shown shown, MoveFeed moves, Frame frame, Instant now) {
    Links links = frame.links();
    Subject subject = new Subject(shown.snapshot(), process);
    Optional<List<CgroupMount>> mounts = subject.mountNamespace().map(shown::mounts);
    boolean rootShown =
        subject
            .cgroupNamespace()
            .filter(id -> shown.cgroupNamespaces().containsKey(id.inode()))
            .isPresent();
    return new ProcessPage(
        frame,
        ProcessRow.of(process, shown, links),
        facts(process, shown, now),
        places(subject, links),
        shown.standings(process).stream().map(each -> expected(each, links)).toList(),
        namespaces(subject, rootShown, links),
        mounts.isPresent(),
        mounts.orElse(List.of()).stream().map(mount -> mount(mount, subject)).toList(),
        subject.mounts().map(List::size).orElse(0) - mounts.map(List::size).orElse(0),
        shown.findings().asked(),
        limits(process, shown, links),
        moves.contents().moves().reversed().stream()
            .filter(told -> told.row().move().process().equals(process.id()))
            .limit(MOVES)
            .map(told -> MoveRow.of(told, links))
            .toList(),
        explanation(subject, shown, Set.copyOf(mounts.orElse(List.of())), rootShown));
  }

  private static List<Fact> facts(ProcessInfo process, Shown shown, Instant now) {
    List<Fact> facts = new ArrayList<>();
    process
        .startTimeSeconds()
        .ifPresent(
            seconds -> {
              Instant start = Instant.ofEpochMilli(Math.round(seconds * 1000));
              facts.add(
                  new Fact("Started", Text.time(start), Text.age(Duration.between(start, now))));
            });
    String owner = NamespacesPage.owner(shown.attribution(process));
    if (!owner.isEmpty()) {
      facts.add(new Fact("Belongs to", owner));
    }
    return facts;
  }

  private static List<Place> places(Subject subject, Links links) {
    return subject.process().memberships().stream()
        .map(membership -> place(membership, subject, links))
        .toList();
  }

  private static Place place(Membership membership, Subject subject, Links links) {
    boolean isDefault =
        subject.snapshot().defaultHierarchy().equals(Optional.of(membership.hierarchy()));
    return new Place(
        membership.hierarchy().title(),
        isDefault,
        membership.cgroup().value() + (membership.removed() ? " (removed)" : ""),
        isDefault ? links.cgroups(membership.cgroup()) : "",
        subject.seen(membership.hierarchy(), membership.cgroup()).orElse(ProcessRow.UNREAD));
  }

  private static Expected expected(Standing standing, Links links) {
    String name = standing.expectation().name();
    return new Expected(
        name,
        links.to(Section.EXPECTATIONS) + "#" + ExpectationsPage.Rule.anchor(name),
        standing.state().label(),
        switch (standing.state()) {
          case MET -> Tone.GOOD;
          case PENDING -> Tone.WARN;
          case VIOLATED -> Tone.BAD;
          case UNKNOWN -> Tone.PLAIN;
        },
        standing.isViolated() ? standing.expected() : "",
        standing.isViolated() ? standing.actual() : "");
  }

  private static List<Namespace> namespaces(Subject subject, boolean rootShown, Links links) {
    return Arrays.stream(NamespaceKind.values())
        .flatMap(
            kind ->
                subject.process().namespaces().get(kind).stream()
                    .map(id -> namespace(id, subject, rootShown, links)))
        .toList();
  }

  private static Namespace namespace(
      NamespaceId id, Subject subject, boolean rootShown, Links links) {
    String inode = Long.toString(id.inode());
    return new Namespace(
        id.kind().label(),
        inode,
        id.isInitial(),
        links.processesWith("namespace", inode),
        id.kind() == NamespaceKind.CGROUP
            ? subject
                .snapshot()
                .defaultHierarchy()
                .flatMap(subject::namespaceRoot)
                .filter(root -> rootShown)
                .map(CgroupPath::value)
                .orElse(ProcessRow.UNREAD)
            : "");
  }

  private static Mount mount(CgroupMount mount, Subject subject) {
    return new Mount(
        mount.mountPoint(),
        mount.hierarchy().title(),
        mount.root().value(),
        subject.seen(mount.hierarchy(), mount.root()).orElse(ProcessRow.UNREAD),
        mount.hidden()
            ? "hidden by another mount"
            : subject.isStale(mount) ? "stale" : mount.readOnly() ? "read-only" : "",
        subject.isStale(mount));
  }

  private static List<Limit> limits(ProcessInfo process, Shown shown, Links links) {
    List<Limit> limits = new ArrayList<>();
    for (LimitKind kind : LimitKind.values()) {
      process.memberships().stream()
          .flatMap(membership -> shown.findings().known(membership.cgroup(), kind).stream())
          .findFirst()
          .ifPresent(known -> limits.add(limit(kind, known, links)));
    }
    return limits;
  }

  private static Limit limit(LimitKind kind, EffectiveLimit.Known known, Links links) {
    return new Limit(
        kind.file(),
        LimitText.write(kind, known.value()),
        LimitText.write(kind, known.own()),
        known.binding().map(CgroupPath::value).orElse("-"),
        known.binding().map(links::cgroups).orElse(""));
  }

  private static List<String> explanation(
      Subject subject, Shown shown, Set<CgroupMount> mounts, boolean rootShown) {
    Set<ProcessId> named =
        shown.processes().stream().map(ProcessInfo::id).collect(Collectors.toSet());
    Telling telling =
        new Telling() {
          @Override
          public boolean names(ProcessInfo process) {
            return named.contains(process.id());
          }

          @Override
          public boolean tells(CgroupMount mount) {
            return mounts.contains(mount);
          }

          @Override
          public boolean tellsRoot() {
            return rootShown;
          }
        };
    return Explanation.ofWatched(subject, shown.standings(subject.process()), telling).lines();
  }
}
