package io.cgck.pages;

import static java.util.Objects.requireNonNull;

import io.cgck.expect.State;
import io.cgck.expect.Tally;
import io.cgck.metrics.Shown;
import io.cgck.model.CgroupMode;
import io.cgck.model.Hierarchy;
import io.cgck.model.ProcessInfo;
import io.cgck.model.ScanError;
import io.cgck.model.Snapshot;
import io.cgck.scan.Advice;
import io.cgck.scan.TraceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The host in a minute.
 *
 * @param takenAt when the last scan ended
 * @param ageSeconds how long that is ago, for the script
 * @param age the same for people
 * @param violators processes shown that violate something, some of them
 * @param moreViolators how many more there are
 * @param bounds where something is left out because of a limit
 * @param advice what cannot be read, and what would help
 * @param errors what could not be read, by file and reason
 */
record StatusPage(
    Frame frame,
    List<Figure> figures,
    String takenAt,
    String ageSeconds,
    String age,
    List<Fact> scan,
    List<Fact> host,
    List<ProcessRow> violators,
    int moreViolators,
    List<Notice> bounds,
    List<String> advice,
    List<Unread> errors) {
  private static final int VIOLATORS = 10;

  StatusPage {
    requireNonNull(frame, "frame is null");
    figures = List.copyOf(figures);
    requireNonNull(takenAt, "takenAt is null");
    requireNonNull(ageSeconds, "ageSeconds is null");
    requireNonNull(age, "age is null");
    scan = List.copyOf(scan);
    host = List.copyOf(host);
    violators = List.copyOf(violators);
    bounds = List.copyOf(bounds);
    advice = List.copyOf(advice);
    errors = List.copyOf(errors);
  }

  /** How often a file could not be read, since the daemon began. */
  record Unread(String file, String reason, String times) {}

  static StatusPage of(Shown shown, Frame frame, Instant now) {
    Snapshot snapshot = shown.snapshot();
    Duration age = Duration.between(snapshot.takenAt(), now);
    List<ProcessInfo> violators = shown.processes().stream().filter(shown::violates).toList();
    return new StatusPage(
        frame,
        figures(shown, frame.links()),
        Text.time(snapshot.takenAt()),
        Double.toString(Math.max(0, age.toMillis() / 1e3)),
        Text.age(age),
        scan(shown),
        host(snapshot),
        violators.stream()
            .limit(VIOLATORS)
            .map(process -> ProcessRow.of(process, shown, frame.links()))
            .toList(),
        Math.max(0, violators.size() - VIOLATORS),
        bounds(shown),
        Advice.on(snapshot, Set.of()).stream()
            .map(Advice::sentence)
            .map(StatusPage::sentence)
            .toList(),
        errors(snapshot));
  }

  private static String sentence(String advice) {
    return Text.capitalized(advice) + ".";
  }

  private static List<Figure> figures(Shown shown, Links links) {
    Snapshot snapshot = shown.snapshot();
    long violations = in(State.VIOLATED, shown.tallies().values());
    long pending = in(State.PENDING, shown.tallies().values());
    long ofLimits = in(State.VIOLATED, shown.limits().tallies().values());
    long outside = count(shown, process -> process.placement().outside().orElse(false));
    long stale = count(shown, process -> process.placement().staleMount().orElse(false));
    long privateNamespaces =
        snapshot.cgroupNamespaces().stream().filter(each -> !each.id().isInitial()).count();
    List<Figure> figures = new ArrayList<>();
    figures.add(
        new Figure(
            "Violations",
            Text.count(violations + ofLimits),
            pending == 0 ? "nothing is about to become one" : Text.count(pending) + " more pending",
            links.to(Section.EXPECTATIONS),
            violations + ofLimits > 0 ? Tone.BAD : pending > 0 ? Tone.WARN : Tone.GOOD));
    figures.add(
        new Figure(
            "Outside their namespace",
            Text.count(outside),
            "processes not below the root of their cgroup namespace",
            links.processesWith("outside", "true"),
            outside > 0 ? Tone.WARN : Tone.PLAIN));
    figures.add(
        new Figure(
            "Stale mounts",
            Text.count(stale),
            "processes whose cgroup mount does not fit their namespace",
            links.processesWith("stale_mount", "true"),
            stale > 0 ? Tone.WARN : Tone.PLAIN));
    figures.add(
        new Figure(
            "Processes",
            Text.count(snapshot.processes().size()),
            Text.count(shown.processes().size()) + " with series of their own",
            links.to(Section.PROCESSES),
            Tone.PLAIN));
    figures.add(
        new Figure(
            "Cgroups",
            Text.count(shown.cgroupNumbers().shown()),
            "with processes",
            links.to(Section.CGROUPS),
            Tone.PLAIN));
    figures.add(
        new Figure(
            "Cgroup namespaces",
            Text.count(snapshot.cgroupNamespaces().size()),
            Text.count(privateNamespaces) + " beside the initial one",
            links.to(Section.NAMESPACES),
            Tone.PLAIN));
    return figures;
  }

  private static long in(State state, Collection<Tally> tallies) {
    return tallies.stream().mapToLong(tally -> tally.in(state)).sum();
  }

  private static long count(Shown shown, Predicate<ProcessInfo> condition) {
    return shown.processes().stream().filter(condition).count();
  }

  private static List<Fact> scan(Shown shown) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Took", Text.duration(shown.snapshot().duration())));
    facts.add(
        new Fact(
            "Pause between scans",
            Text.seconds(shown.pauseSeconds()),
            "the configuration asks for "
                + Text.seconds(shown.configuration().scan().interval().toMillis() / 1e3)));
    facts.add(
        new Fact(
            "CPU time of all scans", Text.seconds(Math.round(shown.cpuSeconds() * 10) / 10.0)));
    facts.add(new Fact("Moves", moves(shown), ""));
    facts.add(
        new Fact(
            "Configuration",
            shown.load().successful() ? "in force" : "the last reload failed",
            "loaded " + Text.time(shown.load().at())));
    return facts;
  }

  private static String moves(Shown shown) {
    if (shown.trace().isEmpty()) {
      return "found by comparing scans";
    }
    TraceStatus trace = shown.trace().get();
    return trace.up()
        ? "reported by the kernel at once, with who made them"
        : "found by comparing scans, since the kernel's events cannot be had: "
            + trace.reason().replace('_', ' ');
  }

  private static List<Fact> host(Snapshot snapshot) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Cgroup mode", snapshot.mode().label(), explanation(snapshot.mode())));
    facts.add(
        new Fact(
            "Hierarchies",
            snapshot.hierarchies().isEmpty()
                ? ProcessRow.UNREAD
                : snapshot.hierarchies().stream()
                    .map(Hierarchy::title)
                    .collect(Collectors.joining(", "))));
    snapshot
        .defaultHierarchy()
        .ifPresent(
            hierarchy ->
                facts.add(
                    new Fact(
                        "“The cgroup” is that in",
                        hierarchy.title(),
                        "what pages and metrics speak of")));
    facts.add(
        new Fact(
            "cgck looks from",
            snapshot.vantage().absolutePaths()
                ? "the initial cgroup namespace"
                : "a cgroup namespace of its own",
            snapshot.vantage().absolutePaths()
                ? "so paths are absolute"
                : "so paths are relative"));
    snapshot
        .vantage()
        .wholeHost()
        .ifPresent(
            whole ->
                facts.add(
                    new Fact(
                        "cgck sees",
                        whole
                            ? "all processes of the host"
                            : "only the processes of a PID namespace")));
    return facts;
  }

  private static String explanation(CgroupMode mode) {
    return switch (mode) {
      case UNIFIED -> "only cgroup v2";
      case HYBRID -> "cgroup v1 with its controllers, and cgroup v2 beside it";
      case LEGACY -> "only cgroup v1";
      case UNKNOWN -> "no process could be read that tells";
    };
  }

  /** The processes that are not shown, as sentences. */
  static List<Notice> leftOut(Shown shown) {
    List<Notice> notices = new ArrayList<>();
    if (shown.processNumbers().overLimit() > 0) {
      notices.add(
          new Notice(
              "Not shown, since processes.limit is %s: %s; violations come first."
                  .formatted(
                      Text.count(shown.configuration().processes().limit()),
                      Text.count(shown.processNumbers().overLimit(), "process", "processes")),
              Tone.WARN));
    }
    if (shown.processNumbers().excluded() > 0) {
      notices.add(
          new Notice(
              "Not shown, by the configuration: %s (kernel threads, young ones, include, exclude)."
                  .formatted(Text.count(shown.processNumbers().excluded(), "process", "processes")),
              Tone.PLAIN));
    }
    return notices;
  }

  /** The cgroups that are not shown, as a sentence; none if all are. */
  static List<Notice> cgroupsLeftOut(Shown shown) {
    if (shown.cgroupNumbers().overLimit() == 0) {
      return List.of();
    }
    return List.of(
        new Notice(
            "Not shown, since cgroups.limit is %s: %s; those with most processes come first."
                .formatted(
                    Text.count(shown.configuration().cgroups().limit()),
                    Text.count(shown.cgroupNumbers().overLimit(), "cgroup", "cgroups")),
            Tone.WARN));
  }

  /** Each bound that bites, as a sentence. */
  private static List<Notice> bounds(Shown shown) {
    Snapshot snapshot = shown.snapshot();
    List<Notice> bounds = new ArrayList<>(leftOut(shown));
    bounds.addAll(cgroupsLeftOut(shown));
    if (shown.findings().overLimit() > 0) {
      bounds.add(
          new Notice(
              "Files not read, since cgroups.limit is %s: those of %s."
                  .formatted(
                      Text.count(shown.configuration().cgroups().limit()),
                      Text.count(shown.findings().overLimit(), "cgroup", "cgroups")),
              Tone.WARN));
    }
    double interval = shown.configuration().scan().interval().toMillis() / 1e3;
    if (shown.pauseSeconds() > interval) {
      bounds.add(
          new Notice(
              "Scans are %s apart instead of %s: more would cost more CPU time than scan.cpu_budget allows."
                  .formatted(Text.seconds(shown.pauseSeconds()), Text.seconds(interval)),
              Tone.WARN));
    }
    if (snapshot.unwatched() > 0) {
      bounds.add(
          new Notice(
              "Not watched, for want of memory: %s."
                  .formatted(Text.count(snapshot.unwatched(), "process", "processes")),
              Tone.WARN));
    }
    long lost = shown.trace().map(TraceStatus::lost).orElse(0L);
    if (lost > 0) {
      bounds.add(
          new Notice(
              "Lost since the daemon began, and made up for by scans: %s of the kernel; see trace.buffer_size."
                  .formatted(Text.count(lost, "event", "events")),
              Tone.WARN));
    }
    return bounds;
  }

  private static List<Unread> errors(Snapshot snapshot) {
    return new TreeMap<ScanError, Long>(snapshot.errors())
        .entrySet().stream()
            .map(
                entry ->
                    new Unread(
                        entry.getKey().file(),
                        entry.getKey().reason().replace('_', ' '),
                        Text.count(entry.getValue())))
            .toList();
  }
}
