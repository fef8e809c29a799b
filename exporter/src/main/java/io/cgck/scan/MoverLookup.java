package io.cgck.scan;

import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Mover;
import io.cgck.model.ProcessId;
import io.cgck.procfs.ProcCgroup;
import io.cgck.procfs.ProcStat;
import io.cgck.procfs.ProcStatus;
import io.cgck.procfs.ProcessDirectory;
import io.cgck.procfs.Procfs;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Looks who a thread belongs to, right after it did something: many a mover is a shell that ends at
 * once. Belongs to the thread that opened the procfs.
 */
final class MoverLookup {
  private final Procfs procfs;
  private final boolean absolutePaths;

  MoverLookup(Procfs procfs) {
    this.procfs = procfs;
    // As the scanning thread, whose namespace and capabilities are its own.
    this.absolutePaths = StandPoint.take(procfs).vantage().absolutePaths();
  }

  /** The process of a thread; empty if it has ended. */
  OptionalInt processOf(int thread) {
    return inside(thread, directory -> Optional.of(threadGroup(directory)))
        .orElse(OptionalInt.empty());
  }

  /** Which process or thread has an ID now; empty if nobody has. */
  Optional<ProcessId> identity(int pid) {
    return inside(pid, directory -> directory.stat().toOptional())
        .map(stat -> new ProcessId(pid, stat.startTicks()));
  }

  /**
   * The process of a thread, with its name and its place; empty if it has ended. The name first,
   * since it may end while it is looked at.
   *
   * @param hierarchy in which its place is wanted
   */
  Optional<Mover> of(int thread, Optional<Hierarchy> hierarchy) {
    return inside(
        thread,
        directory ->
            directory
                .stat()
                .toOptional()
                .map(
                    stat -> {
                      int process = threadGroup(directory).orElse(thread);
                      return process == thread
                          ? mover(process, directory, stat, hierarchy)
                          : ofProcess(process, hierarchy)
                              .orElseGet(() -> new Mover(process, stat.comm(), Optional.empty()));
                    }));
  }

  private Optional<Mover> ofProcess(int process, Optional<Hierarchy> hierarchy) {
    return inside(
        process,
        directory ->
            directory.stat().toOptional().map(stat -> mover(process, directory, stat, hierarchy)));
  }

  /** What a look into the directory of a process or thread gives; empty if it has ended. */
  private <T> Optional<T> inside(int id, Function<ProcessDirectory, Optional<T>> look) {
    try (ProcessDirectory directory = procfs.process(id)) {
      return directory.failure().isPresent() ? Optional.empty() : look.apply(directory);
    }
  }

  private static OptionalInt threadGroup(ProcessDirectory directory) {
    return directory.status().toOptional().map(ProcStatus::threadGroup).orElse(OptionalInt.empty());
  }

  private Mover mover(
      int process, ProcessDirectory directory, ProcStat stat, Optional<Hierarchy> hierarchy) {
    return new Mover(process, stat.comm(), place(directory, hierarchy, stat.hasEnded()));
  }

  /** Paths that are relative to a namespace are of no use. */
  private Optional<CgroupPath> place(
      ProcessDirectory directory, Optional<Hierarchy> hierarchy, boolean ended) {
    if (!absolutePaths || hierarchy.isEmpty()) {
      return Optional.empty();
    }
    return directory
        .cgroup()
        .toOptional()
        .flatMap(
            cgroup ->
                cgroup.lines().stream()
                    .filter(line -> line.hierarchy().equals(hierarchy.get()))
                    .findFirst())
        .map((ProcCgroup.Line line) -> line.pathOf(ended))
        .map(CgroupPath::new);
  }
}
