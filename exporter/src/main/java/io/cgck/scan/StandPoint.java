package io.cgck.scan;

import io.cgck.model.Capability;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.Vantage;
import io.cgck.procfs.PidList;
import io.cgck.procfs.ProcStat;
import io.cgck.procfs.ProcStatus;
import io.cgck.procfs.ProcessDirectory;
import io.cgck.procfs.Procfs;
import io.cgck.procfs.ReadResult;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * From where the calling thread looks, after it has been moved to the best place it can have.
 *
 * @param ownNamespace the cgroup namespace that its paths are relative to; empty if unknown
 */
record StandPoint(Vantage vantage, Optional<NamespaceId> ownNamespace) {
  private static final int INIT = 1;

  /** The parent of all kernel threads, which has this PID since it has one. */
  private static final int KTHREADD = 2;

  /**
   * Takes into effect what the calling thread is permitted, and moves it to the initial cgroup
   * namespace if it is not there and may go.
   */
  static StandPoint take(Procfs procfs) {
    // Where that is refused, they are among the missing ones.
    procfs.raise(EnumSet.allOf(Capability.class));
    Set<Capability> missing = missingCapabilities(procfs);
    ReadResult<NamespaceId> own = procfs.ownCgroupNamespace();
    // A kernel without cgroup namespaces (before 4.6) has no such link: all paths are absolute.
    boolean initial =
        own.toOptional()
            .map(NamespaceId::isInitial)
            .orElse(own instanceof ReadResult.Vanished<NamespaceId>);
    boolean absolute = initial || enterInitial(procfs);
    return new StandPoint(
        new Vantage(absolute, wholeHost(procfs), missing),
        absolute ? Optional.empty() : own.toOptional());
  }

  /**
   * Whether a procfs shows all processes. It shows those of the PID namespace that it was mounted
   * in, whichever the reader is in, and does not tell which that is. But only in the initial one
   * there are kernel threads; and who is in the initial one sees himself in no other's.
   */
  private static Optional<Boolean> wholeHost(Procfs procfs) {
    Optional<NamespaceId> own = ownPidNamespace(procfs);
    if (own.filter(NamespaceId::isInitial).isPresent()
        || stat(procfs, KTHREADD).filter(ProcStat::isKernelThread).isPresent()) {
      return Optional.of(true);
    }
    // With the mount option hidepid there may be more than is seen.
    return own.isPresent() && stat(procfs, INIT).isPresent()
        ? Optional.of(false)
        : Optional.empty();
  }

  private static Optional<NamespaceId> ownPidNamespace(Procfs procfs) {
    try (ProcessDirectory self = procfs.self()) {
      return self.failure().isPresent()
          ? Optional.empty()
          : self.namespace(NamespaceKind.PID).toOptional();
    }
  }

  private static Optional<ProcStat> stat(Procfs procfs, int pid) {
    try (ProcessDirectory process = procfs.process(pid)) {
      return process.failure().isPresent() ? Optional.empty() : process.stat().toOptional();
    }
  }

  private static Set<Capability> missingCapabilities(Procfs procfs) {
    Set<Capability> missing = EnumSet.noneOf(Capability.class);
    try (ProcessDirectory self = procfs.thread()) {
      if (self.failure().isEmpty()) {
        boolean ownUsers =
            self.namespace(NamespaceKind.USER)
                .toOptional()
                .map(namespace -> !namespace.isInitial())
                .orElse(false);
        if (ownUsers) {
          // What is held there does not count for the processes of the host.
          return EnumSet.allOf(Capability.class);
        }
        Optional<ProcStatus> status = self.status().toOptional();
        for (Capability capability : Capability.values()) {
          if (status.isPresent() && !status.get().hasCapability(capability.number())) {
            missing.add(capability);
          }
        }
      }
    }
    return missing;
  }

  /**
   * Enters the cgroup namespace of PID 1, or of any other process that is in the initial one: PID 1
   * may be closed even to root, and in a PID namespace it is a container's.
   */
  private static boolean enterInitial(Procfs procfs) {
    IntStream all =
        procfs.listPids(new PidList()).toOptional().map(PidList::stream).orElse(IntStream.empty());
    return IntStream.concat(IntStream.of(INIT), all).anyMatch(pid -> enterIfInitial(procfs, pid));
  }

  private static boolean enterIfInitial(Procfs procfs, int pid) {
    try (ProcessDirectory directory = procfs.process(pid)) {
      if (directory.failure().isPresent()) {
        return false;
      }
      Optional<NamespaceId> namespace =
          directory.namespace(NamespaceKind.CGROUP).toOptional().filter(NamespaceId::isInitial);
      return namespace.isPresent()
          && directory.enterCgroupNamespace(namespace.get()) instanceof ReadResult.Ok<NamespaceId>;
    }
  }
}
