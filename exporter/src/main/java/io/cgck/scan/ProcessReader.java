package io.cgck.scan;

import io.cgck.model.Detail;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.Namespaces;
import io.cgck.model.ProcessDetails;
import io.cgck.model.ProcessId;
import io.cgck.procfs.ProcCgroup;
import io.cgck.procfs.ProcCmdline;
import io.cgck.procfs.ProcStat;
import io.cgck.procfs.ProcStatus;
import io.cgck.procfs.ProcessDirectory;
import io.cgck.procfs.ProcessDirectory.CgroupRead;
import io.cgck.procfs.Procfs;
import io.cgck.procfs.RawCgroup;
import io.cgck.procfs.ReadResult;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads one process. What changes often is read every time, the rest when something says that it
 * may have changed, or when the caller asks for a thorough look.
 */
final class ProcessReader {
  private static final Set<NamespaceKind> OTHERS =
      EnumSet.complementOf(EnumSet.of(NamespaceKind.CGROUP, NamespaceKind.MNT));

  private final Procfs procfs;
  private final Set<Detail> details;
  private final boolean sameDetails;
  private final Situations situations;
  private final ErrorCounts errors;

  /** What the process before this one is in: often the same, and then nothing is looked up. */
  private RawCgroup neighbourRaw = RawCgroup.NOTHING;

  private Situation neighbour;

  /**
   * Makes one.
   *
   * @param sameDetails whether the same details were asked for before
   */
  ProcessReader(
      Procfs procfs,
      Set<Detail> details,
      boolean sameDetails,
      Situations situations,
      ErrorCounts errors) {
    this.procfs = procfs;
    this.situations = situations;
    this.details = details;
    this.sameDetails = sameDetails;
    this.errors = errors;
    this.neighbour = situations.of(List.of(), Namespaces.UNREAD, Optional.empty(), false);
  }

  /** What a look at a process gave. */
  sealed interface Look {
    record Seen(Observation observation) implements Look {}

    /** It ended meanwhile. */
    record Vanished() implements Look {}

    /** Not even its start time may be read, and it was not seen before, so it has no identity. */
    record Hidden() implements Look {}
  }

  /**
   * Looks at a process.
   *
   * @param last what was seen of that PID last time, maybe of another process
   */
  Look read(int pid, Optional<Observation> last, boolean thorough) {
    try (ProcessDirectory directory = procfs.process(pid)) {
      ReadResult<ProcStat> stat = directory.failure().orElseGet(directory::stat);
      if (stat instanceof ReadResult.Vanished<ProcStat>) {
        return new Look.Vanished();
      }
      Optional<ProcStat> read = errors.valueOf(stat, "stat");
      if (read.isEmpty()) {
        // It is still listed: what cannot be read of it for a moment has not ended.
        return last.<Look>map(seen -> new Look.Seen(unread(seen))).orElseGet(Look.Hidden::new);
      }
      ProcessId id = new ProcessId(pid, read.get().startTicks());
      Optional<Observation> before = last.filter(seen -> seen.id().equals(id));
      if (read.get().outlivesItsMainThread()) {
        Optional<Look> throughThread = readThread(directory, id, read.get(), before, thorough);
        if (throughThread.isPresent()) {
          return throughThread.get();
        }
      }
      return read.get().hasEnded()
          ? ended(directory, id, read.get())
          : alive(directory, pid, id, read.get(), before, thorough);
    }
  }

  /** The main thread has ended and has no view any more; another thread of the process has. */
  private Optional<Look> readThread(
      ProcessDirectory directory,
      ProcessId id,
      ProcStat stat,
      Optional<Observation> before,
      boolean thorough) {
    for (int thread : directory.threads().toOptional().orElseGet(() -> new int[0])) {
      if (thread != id.pid()) {
        try (ProcessDirectory own = procfs.process(thread)) {
          boolean lives =
              own.failure().isEmpty()
                  && own.stat().toOptional().map(each -> !each.hasEnded()).orElse(false);
          if (lives
              && alive(own, thread, id, stat, before, thorough)
                  instanceof Look.Seen(Observation observation)
              && !observation.zombie()) {
            return Optional.of(new Look.Seen(observation));
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * A process that has ended: no namespaces, no mounts, and only in the unified hierarchy still its
   * cgroup ({@code proc_cgroup_show()} in {@code kernel/cgroup/cgroup.c}).
   */
  private Look ended(ProcessDirectory directory, ProcessId id, ProcStat stat) {
    long errorsBefore = errors.total();
    ReadResult<ProcCgroup> cgroup = directory.cgroup();
    if (cgroup instanceof ReadResult.Vanished<ProcCgroup>) {
      return new Look.Vanished();
    }
    List<ProcCgroup.Line> lines =
        errors.valueOf(cgroup, "cgroup").map(ProcCgroup::lines).orElse(List.of());
    return new Look.Seen(
        new Observation(
            id,
            id.pid(),
            shared(stat),
            RawCgroup.NOTHING,
            situations.of(
                lines.stream().filter(line -> line.hierarchy().isUnified()).toList(),
                Namespaces.UNREAD,
                Optional.empty(),
                true),
            ProcessDetails.UNREAD,
            errors.total() > errorsBefore));
  }

  /** A process at a scan at which nothing of it could be read. */
  private Observation unread(Observation last) {
    return new Observation(
        last.id(),
        last.via(),
        last.stat(),
        RawCgroup.NOTHING,
        situations.of(List.of(), Namespaces.UNREAD, Optional.empty(), last.zombie()),
        last.details(),
        true);
  }

  private ProcStat shared(ProcStat stat) {
    return stat.withComm(situations.shared(stat.comm()));
  }

  private Look alive(
      ProcessDirectory directory,
      int via,
      ProcessId id,
      ProcStat stat,
      Optional<Observation> last,
      boolean thorough) {
    long errorsBefore = errors.total();
    RawCgroup lastRaw = last.map(Observation::rawCgroup).orElse(neighbourRaw);
    ReadResult<CgroupRead> cgroup = directory.cgroup(lastRaw);
    if (cgroup instanceof ReadResult.Vanished<CgroupRead>) {
      return new Look.Vanished();
    }
    Optional<CgroupRead> cgroupRead = errors.valueOf(cgroup, "cgroup");
    boolean known = cgroupRead.map(CgroupRead::unchanged).orElse(false);
    boolean sameCgroups = known && last.isPresent();
    List<ProcCgroup.Line> lines =
        known
            ? last.map(Observation::situation).orElse(neighbour).cgroups()
            : cgroupRead.map(now -> now.parsed().lines()).orElse(List.of());
    RawCgroup raw =
        known
            ? lastRaw
            : situations.shared(cgroupRead.map(CgroupRead::raw).orElse(RawCgroup.NOTHING));

    boolean executed =
        last.isEmpty()
            || !last.get().stat().comm().equals(stat.comm())
            || last.get().stat().startStack() != stat.startStack();
    Optional<Namespaces> lastNamespaces = last.map(seen -> seen.situation().namespaces());
    Namespaces namespaces = namespaces(directory, lastNamespaces, thorough || executed);
    Optional<String> root = last.flatMap(Observation::processRoot);
    boolean sameNamespaces = lastNamespaces.equals(Optional.of(namespaces));
    if (thorough || executed || !sameNamespaces) {
      root =
          namespaces.get(NamespaceKind.MNT).isPresent()
              ? errors.valueOf(directory.root(), "root")
              : Optional.empty();
    }
    ProcessDetails lastDetails = last.map(Observation::details).orElse(ProcessDetails.UNREAD);
    ProcessDetails readDetails =
        thorough || executed ? details(directory, lastDetails) : lastDetails;
    if (!sameCgroups && last.isPresent()) {
      // Who it runs as is a part of a move.
      readDetails = new ProcessDetails(uid(directory), readDetails.exe(), readDetails.cmdline());
    }
    // The same object as long as it says the same: arguments can be long, and are matched once.
    ProcessDetails kept = readDetails.equals(lastDetails) ? lastDetails : readDetails;

    if (!sameCgroups || namespaces.get(NamespaceKind.MNT).isEmpty()) {
      // Perhaps it is ending just now, and what looks like a change is its end.
      ReadResult<ProcStat> again = directory.stat();
      if (again instanceof ReadResult.Vanished<ProcStat>) {
        return new Look.Vanished();
      }
      Optional<ProcStat> end = again.toOptional().filter(ProcStat::hasEnded);
      if (end.isPresent()) {
        return ended(directory, id, end.get());
      }
    }
    Situation situation = situation(lines, namespaces, root);
    if (cgroupRead.isPresent()) {
      neighbourRaw = raw;
      neighbour = situation;
    }
    return new Look.Seen(
        new Observation(
            id, via, shared(stat), raw, situation, kept, errors.total() > errorsBefore));
  }

  @SuppressWarnings("ReferenceEquality") // one list stands for all that are equal
  private Situation situation(
      List<ProcCgroup.Line> lines, Namespaces namespaces, Optional<String> root) {
    return lines == neighbour.cgroups()
            && namespaces == neighbour.namespaces()
            && root.equals(neighbour.processRoot())
            && !neighbour.zombie()
        ? neighbour
        : situations.of(lines, namespaces, root, false);
  }

  private Namespaces namespaces(
      ProcessDirectory directory, Optional<Namespaces> last, boolean thorough) {
    ReadResult<NamespaceId> cgroup = directory.namespace(NamespaceKind.CGROUP);
    Optional<NamespaceId> cgroupNamespace = errors.valueOf(cgroup, "ns/cgroup");
    if (cgroup instanceof ReadResult.Denied<NamespaceId>) {
      // One answer stands for all eight links: the kernel asks the same question for each.
      return Namespaces.UNREAD;
    }
    Optional<NamespaceId> mount = errors.valueOf(directory.namespace(NamespaceKind.MNT), "ns/mnt");
    if (!thorough
        && last.isPresent()
        && last.get().cgroup().equals(cgroupNamespace)
        && last.get().get(NamespaceKind.MNT).equals(mount)) {
      return last.get();
    }
    Map<NamespaceKind, NamespaceId> all = new EnumMap<>(NamespaceKind.class);
    cgroupNamespace.ifPresent(id -> all.put(NamespaceKind.CGROUP, id));
    mount.ifPresent(id -> all.put(NamespaceKind.MNT, id));
    for (NamespaceKind kind : OTHERS) {
      ReadResult<NamespaceId> read = directory.namespace(kind);
      if (read instanceof ReadResult.Ok<NamespaceId>(NamespaceId id)) {
        all.put(kind, id);
      } else {
        errors.count(read, "ns/" + kind.label());
      }
    }
    return neighbour.namespaces().byKind().equals(all)
        ? neighbour.namespaces()
        : new Namespaces(all);
  }

  private OptionalInt uid(ProcessDirectory directory) {
    return errors
        .valueOf(directory.status(), "status")
        .map(ProcStatus::effectiveUid)
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  /** What is asked for, and of a process that has moved who it runs as, so that this stays true. */
  private ProcessDetails details(ProcessDirectory directory, ProcessDetails last) {
    boolean user = details.contains(Detail.USER) || (sameDetails && last.uid().isPresent());
    if (details.isEmpty() && !user) {
      return ProcessDetails.UNREAD;
    }
    OptionalInt uid = user ? uid(directory) : OptionalInt.empty();
    Optional<String> exe =
        details.contains(Detail.EXE) ? errors.valueOf(directory.exe(), "exe") : Optional.empty();
    Optional<String> cmdline =
        details.contains(Detail.CMDLINE)
            ? errors.valueOf(directory.cmdline(), "cmdline").map(ProcCmdline::text)
            : Optional.empty();
    return new ProcessDetails(uid, exe, cmdline);
  }
}
