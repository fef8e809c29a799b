package io.cgck.explain;

import io.cgck.attribute.Attribution;
import io.cgck.config.DurationValue;
import io.cgck.expect.Standing;
import io.cgck.expect.State;
import io.cgck.model.CgroupMount;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Membership;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.NamespaceRoot;
import io.cgck.model.ProcessInfo;
import io.cgck.text.Printable;
import io.cgck.text.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The text of {@code explain}: what a process sees, why, and what would repair it. */
public final class Explanation {
  private static final int COMPANIONS_NAMED = 8;
  private static final int WIDTH = 80;

  private final Subject subject;
  private final ProcessInfo process;
  private final List<Standing> standings;
  private final Optional<LimitExplanation> limits;
  private final boolean knowsPast;
  private final Telling telling;
  private final List<String> lines = new ArrayList<>();

  /** By one look, which knows no past. */
  public Explanation(Subject subject, List<Standing> standings, LimitExplanation limits) {
    this(subject, standings, Optional.of(limits), false, Telling.ALL);
  }

  private Explanation(
      Subject subject,
      List<Standing> standings,
      Optional<LimitExplanation> limits,
      boolean knowsPast,
      Telling telling) {
    this.subject = subject;
    this.standings = standings;
    this.limits = limits;
    this.knowsPast = knowsPast;
    this.telling = telling;
    this.process = subject.process();
  }

  /** By who has watched the process, and tells its mounts and limits elsewhere. */
  public static Explanation ofWatched(Subject subject, List<Standing> standings, Telling telling) {
    return new Explanation(subject, standings, Optional.empty(), true, telling);
  }

  public List<String> lines() {
    lines.clear();
    who();
    cgroup();
    namespace();
    mounts();
    limits.ifPresent(
        known -> {
          heading("What its cgroups allow it");
          known.lines().forEach(this::say);
        });
    expectations();
    verdict();
    return List.copyOf(lines);
  }

  private void expectations() {
    heading("What is expected of it");
    if (standings.isEmpty()) {
      say("  No expectation means it.");
    }
    for (Standing standing : standings) {
      boolean told =
          standing.state() == State.VIOLATED || (standing.state() == State.PENDING && !knowsPast);
      say(
          "  "
              + standing.expectation().name()
              + ": "
              + switch (standing.state()) {
                case MET -> "met";
                case UNKNOWN -> "cannot be told, since something could not be read";
                case PENDING ->
                    "broken, which counts after "
                        + DurationValue.write(standing.expectation().patience());
                case VIOLATED -> "violated";
              });
      if (told) {
        say("      expected " + p(standing.expected()));
        say("      is       " + p(standing.actual()));
      }
    }
    if (!knowsPast) {
      paragraph(
          "This look knows no past: whether it left where it was, cgck serve knows; see its log and"
              + " cgck_process_violation_info.");
    }
  }

  private void who() {
    say(
        name(process)
            + (process.kernelThread() ? ", a kernel thread" : "")
            + (process.zombie() ? ", a zombie: it has ended and waits for its parent" : "")
            + start()
            + subject
                .parent()
                .filter(telling::names)
                .map(parent -> ", child of " + name(parent))
                .orElse(""));
    if (process.via() != process.pid()) {
      paragraph(
          "Its main thread has ended; what follows is how its thread "
              + process.via()
              + " sees it.");
    }
  }

  private String start() {
    if (process.startTimeSeconds().isEmpty()) {
      return "";
    }
    long millis = Math.round(process.startTimeSeconds().getAsDouble() * 1000);
    return ", started " + Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS);
  }

  private void cgroup() {
    heading("Its cgroup (/proc/" + process.via() + "/cgroup)");
    if (process.memberships().isEmpty()) {
      say("  could not be read as absolute paths; " + whereAdviceIs() + ".");
      process
          .placement()
          .seenCgroup()
          .ifPresent(seen -> say("  Seen from the cgroup namespace that cgck is in: " + p(seen)));
      return;
    }
    Table table =
        new Table(
            new Table.Column("  HIERARCHY", Table.Align.LEFT),
            new Table.Column("SEEN FROM HERE", Table.Align.LEFT),
            new Table.Column("AS IT SEES ITSELF", Table.Align.LEFT));
    for (Membership membership : process.memberships()) {
      Hierarchy hierarchy = membership.hierarchy();
      boolean isDefault = subject.snapshot().defaultHierarchy().equals(Optional.of(hierarchy));
      table.add(
          (isDefault ? "* " : "  ") + hierarchy.id() + " " + hierarchy.title(),
          membership.cgroup().value() + (membership.removed() ? " (removed)" : ""),
          subject.seen(hierarchy, membership.cgroup()).orElse("?"));
    }
    table.lines(OptionalInt.empty()).forEach(this::say);
    if (process.memberships().size() > 1) {
      say("  * is the hierarchy that the rest of this page is about.");
    }
    attribution();
  }

  private void attribution() {
    Attribution made = subject.attribution();
    List<String> facts = new ArrayList<>();
    add(facts, "systemd unit ", made.unit());
    add(facts, "user unit ", made.userUnit());
    add(facts, "slice ", made.slice());
    add(facts, made.runtime() + " container ", made.containerId());
    add(facts, "pod ", made.podUid());
    add(facts, "Slurm job ", made.slurmJob());
    if (!facts.isEmpty()) {
      paragraph("The path tells: " + String.join(", ", facts) + ".");
    }
  }

  private static void add(List<String> facts, String what, String value) {
    if (!value.isEmpty()) {
      facts.add(what + p(value));
    }
  }

  private void namespace() {
    heading("Its cgroup namespace (/proc/" + process.via() + "/ns/cgroup)");
    Optional<NamespaceId> id = subject.cgroupNamespace();
    if (id.isEmpty()) {
      say(
          process.zombie()
              ? "  none any more: a zombie has left its namespaces."
              : "  could not be read; " + whereAdviceIs() + ".");
      return;
    }
    List<ProcessInfo> companions = subject.companions();
    if (id.get().isInitial()) {
      paragraph(
          id.get()
              + ", the initial one: its root is the root cgroup, so the process sees all paths as"
              + " they are. "
              + companions.size()
              + " other processes are in it.");
      return;
    }
    paragraph(id.get() + ", not the initial one. " + rootSentence());
    paragraph(companions.isEmpty() ? "No other process is in it." : alsoInIt(companions));
  }

  private String alsoInIt(List<ProcessInfo> companions) {
    List<ProcessInfo> told = companions.stream().filter(telling::names).toList();
    String names =
        told.stream()
            .limit(COMPANIONS_NAMED)
            .map(Explanation::name)
            .collect(Collectors.joining(", "));
    int unnamed = companions.size() - told.size();
    List<String> others = new ArrayList<>();
    if (told.size() > COMPANIONS_NAMED) {
      others.add((told.size() - COMPANIONS_NAMED) + " more");
    }
    if (unnamed > 0) {
      others.add(unnamed + " that " + (unnamed == 1 ? "is" : "are") + " not shown");
    }
    return "Also in it: "
        + names
        + (names.isEmpty() || others.isEmpty() ? "" : " and ")
        + String.join(" and ", others)
        + ".";
  }

  /** The command prints it below; the page is not the place for it. */
  private String whereAdviceIs() {
    return knowsPast ? "the status page says what would help" : "see the notes below";
  }

  private String rootSentence() {
    Optional<CgroupPath> root =
        subject.snapshot().defaultHierarchy().flatMap(subject::namespaceRoot);
    if (root.isPresent() && !telling.tellsRoot()) {
      return "Its root is not shown: there are more than cgroups.limit.";
    }
    return switch (subject.namespaceRoot().orElse(new NamespaceRoot.Unknown("it was not read"))) {
      case NamespaceRoot.Exact exact when root.isPresent() ->
          "Its root is " + p(root.get().value()) + " (read from inside the namespace).";
      case NamespaceRoot.Inferred inferred when root.isPresent() ->
          "Its root is probably "
              + p(root.get().value())
              + " (inferred from its cgroup mount; CAP_SYS_ADMIN lets cgck know for sure).";
      case NamespaceRoot.Unknown(String why) -> "Its root is unknown: " + p(why) + ".";
      case NamespaceRoot other -> "Its root in this hierarchy is unknown.";
    };
  }

  private void mounts() {
    heading("The cgroup mounts it sees (/proc/" + process.via() + "/mountinfo)");
    Optional<List<CgroupMount>> mounts = subject.mounts();
    if (mounts.isEmpty()) {
      say(
          process.zombie()
              ? "  none any more: a zombie has left its mount namespace."
              : "  could not be read; " + whereAdviceIs() + ".");
      return;
    }
    if (mounts.get().isEmpty()) {
      say("  none: it cannot look at cgroups through the file system.");
      return;
    }
    if (knowsPast) {
      say("  stand in the table above.");
      return;
    }
    Table table =
        new Table(
            new Table.Column("  MOUNT POINT", Table.Align.LEFT),
            new Table.Column("HIERARCHY", Table.Align.LEFT),
            new Table.Column("ROOT SEEN FROM HERE", Table.Align.LEFT),
            new Table.Column("ROOT AS IT SEES IT", Table.Align.LEFT),
            new Table.Column("", Table.Align.LEFT));
    for (CgroupMount mount : mounts.get()) {
      table.add(
          "  " + mount.mountPoint(),
          mount.hierarchy().title(),
          mount.root().value(),
          subject.seen(mount.hierarchy(), mount.root()).orElse("?"),
          mount.hidden() ? "hidden by another mount" : subject.isStale(mount) ? "stale" : "");
    }
    table.lines(OptionalInt.empty()).forEach(this::say);
  }

  private void verdict() {
    heading("What this means");
    boolean outside = process.placement().outside().orElse(false);
    List<CgroupMount> stale = staleMounts();
    if (outside) {
      outside();
    }
    if (!stale.isEmpty()) {
      List<CgroupMount> told = stale.stream().filter(telling::tells).toList();
      if (!told.isEmpty()) {
        stale(told);
      }
      if (told.size() < stale.size()) {
        untold(stale.size() - told.size());
      }
    }
    if (!outside && stale.isEmpty()) {
      paragraph(nothingOdd());
    }
  }

  private String nothingOdd() {
    if (process.zombie()) {
      return "Nothing can be judged: a zombie has no view of its own any more.";
    }
    if (process.placement().seenCgroup().isEmpty()) {
      return "cgck could not read enough to judge.";
    }
    return process.placement().exact()
        ? "Nothing is odd about its namespace and mounts: the process is below the root of its"
            + " cgroup namespace and sees no stale cgroup mount."
        : "Nothing odd can be seen of its namespace and mounts, but the root of its cgroup"
            + " namespace is only inferred: CAP_SYS_ADMIN lets cgck know for sure.";
  }

  /** That of the default hierarchy first. */
  private List<CgroupMount> staleMounts() {
    return subject.mounts().orElse(List.of()).stream()
        .filter(subject::isStale)
        .sorted(
            Comparator.comparing(
                mount ->
                    !subject.snapshot().defaultHierarchy().equals(Optional.of(mount.hierarchy()))))
        .toList();
  }

  private void outside() {
    paragraph(
        "OUTSIDE: the process is not below the root of its cgroup namespace. It sees its own cgroup"
            + " as "
            + p(process.placement().seenCgroup().orElse("?"))
            + ", a path that it cannot reach, and the limits of the namespace's root do not hold"
            + " for it. Either it was moved out after the namespace was made, or it entered the"
            + " namespace from elsewhere (nsenter).");
    subject
        .snapshot()
        .defaultHierarchy()
        .flatMap(subject::namespaceRoot)
        .filter(root -> telling.tellsRoot())
        .ifPresent(
            root ->
                paragraph(
                    "To bring it back, write its PID into cgroup.procs of "
                        + p(root.value())
                        + " or of a cgroup below it."));
  }

  private void stale(List<CgroupMount> stale) {
    CgroupMount first = stale.getFirst();
    paragraph(
        "STALE MOUNT: the mount at "
            + p(first.mountPoint())
            + " was made outside the cgroup namespace of the process, or before it. The process"
            + " sees the root of the mount as "
            + p(subject.seen(first.hierarchy(), first.root()).orElse("?"))
            + ": the paths in its /proc/self/cgroup do not fit the files that it finds there, and"
            + " it can see cgroups that are not its own.");
    paragraph(
        "To repair it, run these commands in its namespaces (nsenter --target "
            + process.via()
            + " --cgroup --mount):");
    say("");
    say("      mount --make-rslave /");
    for (CgroupMount mount : stale) {
      say("      umount " + quoted(mount.mountPoint()));
      say("      " + mountCommand(mount));
    }
    say("");
    paragraph("cgck only shows these commands; it never runs them.");
    if (isHostMountNamespace()) {
      paragraph(
          "Beware: the process shares its mount namespace with processes of the host. There these"
              + " commands would take the host's own mount away. Give the process a mount"
              + " namespace of its own first (unshare --mount).");
    }
  }

  private void untold(int stale) {
    paragraph(
        "STALE MOUNT: "
            + stale
            + (stale == 1 ? " stale mount is" : " stale mounts are")
            + " not shown, since there are more mounts than cgroups.limit; cgck explain "
            + process.pid()
            + " tells them.");
  }

  private boolean isHostMountNamespace() {
    Optional<NamespaceId> mine = process.namespaces().get(NamespaceKind.MNT);
    return mine.isPresent()
        && subject.snapshot().processes().stream()
            .filter(
                other ->
                    other.pid() == 1
                        || other.namespaces().cgroup().map(NamespaceId::isInitial).orElse(false))
            .anyMatch(other -> other.namespaces().get(NamespaceKind.MNT).equals(mine));
  }

  private static String mountCommand(CgroupMount mount) {
    return mount.hierarchy().isUnified()
        ? "mount -t cgroup2 cgroup2 " + quoted(mount.mountPoint())
        : "mount -t cgroup -o "
            + (mount.hierarchy().isNamed() ? "none," : "")
            + mount.hierarchy().controllers()
            + " cgroup "
            + quoted(mount.mountPoint());
  }

  /** A word of a shell, without anything that could steer a terminal. */
  private static String quoted(String word) {
    if (word.matches("[A-Za-z0-9_./:@,+-]+")) {
      return word;
    }
    String printable = Printable.of(word);
    return printable.equals(word)
        ? "'" + word.replace("'", "'\\''") + "'"
        : "$'" + Printable.of(word.replace("\\", "\\\\").replace("'", "\\'")) + "'";
  }

  private static String name(ProcessInfo process) {
    return process.pid() + " (" + p(process.comm()) + ")";
  }

  private static String p(String name) {
    return Printable.of(name);
  }

  /** Says a text in lines that fit a terminal. */
  private void paragraph(String text) {
    StringBuilder line = new StringBuilder(" ");
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH && line.length() > 1) {
        say(line.toString());
        line.setLength(1);
      }
      line.append(' ').append(word);
    }
    say(line.toString());
  }

  private void heading(String heading) {
    say("");
    say(heading);
  }

  private void say(String line) {
    lines.add(line);
  }
}
