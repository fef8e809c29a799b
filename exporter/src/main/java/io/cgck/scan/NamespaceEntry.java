package io.cgck.scan;

import io.cgck.kernel.Errno;
import io.cgck.kernel.ThreadClock;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.NamespaceId;
import io.cgck.procfs.ProcessDirectory;
import io.cgck.procfs.Procfs;
import io.cgck.procfs.ProcfsException;
import io.cgck.procfs.ReadResult;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters cgroup namespaces to learn where their roots are. It is always a thread of its own that
 * enters, and it ends afterwards: the scanning thread keeps its view, and no namespace is kept
 * alive by a thread that stays in it.
 */
final class NamespaceEntry {
  private static final Logger LOG = LoggerFactory.getLogger(NamespaceEntry.class);

  private final Path procfsPath;
  private final AtomicLong cpuNanos = new AtomicLong();

  NamespaceEntry(Path procfsPath) {
    this.procfsPath = procfsPath;
  }

  /**
   * A namespace to enter.
   *
   * @param members PIDs of processes in it, through which it can be entered
   * @param witnesses the first that reads without {@code /..} inside tells where the root is
   */
  record Request(NamespaceId id, List<Integer> members, List<Witness> witnesses) {}

  /**
   * The root in one hierarchy.
   *
   * @param witness whose paths told it; they must be the same when it is read again
   */
  record Derived(CgroupPath root, Witness witness) {}

  /** What entering one namespace gave. */
  sealed interface Outcome {
    record Entered(Map<Hierarchy, Derived> roots) implements Outcome {}

    /** All members ended meanwhile. */
    record Gone() implements Outcome {}

    record Refused(String why) implements Outcome {}
  }

  /** CPU time of all threads that entered namespaces. */
  long cpuNanos() {
    return cpuNanos.get();
  }

  /** Enters one namespace after the other and reads the witnesses from inside. */
  Map<NamespaceId, Outcome> enter(List<Request> requests) {
    FutureTask<Map<NamespaceId, Outcome>> task = new FutureTask<>(() -> enterAll(requests));
    try {
      Thread.ofPlatform().name("cgroup-namespace").start(task);
      return task.get();
    } catch (OutOfMemoryError e) {
      // What the JDK throws where a limit (TasksMax, pids.max) allows no thread more.
      LOG.warn("no thread can be started to enter cgroup namespaces: {}", e.getMessage());
      return Map.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Map.of();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the thread that enters cgroup namespaces failed", e);
    }
  }

  private Map<NamespaceId, Outcome> enterAll(List<Request> requests) {
    Map<NamespaceId, Outcome> outcomes = new HashMap<>();
    ThreadClock clock = new ThreadClock();
    try (Procfs procfs = Procfs.open(procfsPath)) {
      for (Request request : requests) {
        outcomes.put(request.id(), enter(procfs, request));
      }
    } catch (ProcfsException e) {
      for (Request request : requests) {
        outcomes.put(request.id(), new Outcome.Refused(e.sentence()));
      }
    }
    cpuNanos.addAndGet(clock.cpuNanos());
    return outcomes;
  }

  private static Outcome enter(Procfs procfs, Request request) {
    for (int pid : request.members()) {
      try (ProcessDirectory member = procfs.process(pid)) {
        if (member.failure().isPresent()) {
          continue;
        }
        switch (member.enterCgroupNamespace(request.id())) {
          case ReadResult.Ok<NamespaceId> ok -> {
            return new Outcome.Entered(readWitnesses(procfs, request.witnesses()));
          }
          case ReadResult.Vanished<NamespaceId> vanished -> {}
          case ReadResult.Denied<NamespaceId> denied -> {
            return new Outcome.Refused("the kernel does not let cgck enter it");
          }
          case ReadResult.Malformed<NamespaceId>(String why) -> {
            return new Outcome.Refused(why);
          }
          case ReadResult.Failed<NamespaceId>(Errno errno) -> {
            return new Outcome.Refused("entering it failed: " + errno.symbol());
          }
        }
      }
    }
    return new Outcome.Gone();
  }

  private static Map<Hierarchy, Derived> readWitnesses(Procfs procfs, List<Witness> witnesses) {
    Map<Hierarchy, Derived> roots = new HashMap<>();
    for (Witness witness : witnesses) {
      boolean open =
          witness.absolute().stream().anyMatch(path -> !roots.containsKey(path.hierarchy()));
      if (open) {
        witness.read(procfs).ifPresent(inside -> derive(witness, inside, roots));
      }
    }
    return roots;
  }

  private static void derive(
      Witness witness, List<Witness.PathIn> inside, Map<Hierarchy, Derived> roots) {
    if (inside.size() != witness.absolute().size()) {
      return;
    }
    for (int index = 0; index < inside.size(); index++) {
      Witness.PathIn seen = inside.get(index);
      Witness.PathIn absolute = witness.absolute().get(index);
      if (seen.hierarchy().equals(absolute.hierarchy())) {
        root(absolute.path(), seen.path())
            .ifPresent(root -> roots.putIfAbsent(seen.hierarchy(), new Derived(root, witness)));
      }
    }
  }

  /**
   * The root of a cgroup namespace, from one path seen from the initial namespace and from inside:
   * the first ends with the second, and what stands before is the root. Empty for a path outside
   * the root, which does not tell.
   */
  static Optional<CgroupPath> root(String absolute, String inside) {
    if (inside.equals("/")) {
      return Optional.of(new CgroupPath(absolute));
    }
    if (inside.equals("/..") || inside.startsWith("/../") || !absolute.endsWith(inside)) {
      return Optional.empty();
    }
    String root = absolute.substring(0, absolute.length() - inside.length());
    return Optional.of(root.isEmpty() ? CgroupPath.ROOT : new CgroupPath(root));
  }
}
