package io.cgck.expect;

import io.cgck.attribute.Attributions;
import io.cgck.attribute.Territory;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.ProcessId;
import io.cgck.model.ProcessInfo;
import io.cgck.scan.Changes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The processes that are judged, with what is remembered of each, and whose child and of which
 * container they are. Kernel threads and zombies are none of them. Belongs to one thread.
 */
final class Population {
  private static final String SYSTEMD = "systemd";

  private final Map<Integer, ProcessInfo> present = new HashMap<>();
  private final Map<Integer, Watched> watched = new HashMap<>();
  private final Map<Integer, Set<Watched>> children = new HashMap<>();
  private final ContainerGroups containers = new ContainerGroups();
  private Attributions attributions = Attributions.NONE;

  /** Of the last scan of all processes: what came since then is new, whenever one looks. */
  private Attributions settled = Attributions.NONE;

  private Optional<Hierarchy> hierarchy = Optional.empty();

  /**
   * What a scan brought.
   *
   * @param ended those that are none of them any more
   * @param due those of which something changed, or of their container
   * @param children those whose parent changed
   */
  record Arrivals(List<Watched> ended, Set<Watched> due, Set<Watched> children) {}

  Collection<Watched> all() {
    return Collections.unmodifiableCollection(watched.values());
  }

  Optional<Watched> find(ProcessId process) {
    return Optional.ofNullable(watched.get(process.pid()))
        .filter(found -> found.now().id().equals(process));
  }

  /**
   * A process was elsewhere between two scans.
   *
   * @param there the process as it was there
   * @param now also of that place
   */
  void pass(Watched process, ProcessInfo there, Attributions now) {
    Changes.Change change = new Changes.Change(process.now(), there);
    moveHome(process, change, new OrdinaryMoves(settled, now), now);
    process.becomes(there);
  }

  boolean contains(Watched process) {
    return process.equals(watched.get(process.now().pid()));
  }

  /** Whether PID 1 of the procfs that is read is systemd. */
  boolean isSystemdHost() {
    ProcessInfo init = present.get(1);
    return init != null && init.comm().equals(SYSTEMD);
  }

  boolean isOfPrivateContainer(Watched process) {
    return containers.isOfPrivateContainer(process);
  }

  /**
   * Takes the changes of a scan, or of a look at some processes.
   *
   * @param defaultHierarchy the hierarchy that places are of
   * @param whole whether all processes were looked at
   */
  Arrivals take(
      Changes changes, Attributions now, Optional<Hierarchy> defaultHierarchy, boolean whole) {
    // Where nothing could be read, nothing is known of another tree.
    boolean sameTree = defaultHierarchy.isEmpty() || defaultHierarchy.equals(hierarchy);
    hierarchy = defaultHierarchy.or(() -> hierarchy);
    OrdinaryMoves ordinary = new OrdinaryMoves(settled, now);
    attributions = now;
    if (whole) {
      settled = now;
    }
    List<Watched> ended = new ArrayList<>();
    Set<Watched> due = new HashSet<>();
    Set<Watched> ofChanged = new HashSet<>();
    for (ProcessInfo process : changes.ended()) {
      present.remove(process.pid());
      children.remove(process.pid());
      forget(process).ifPresent(ended::add);
    }
    // All of them first: a process may have been born together with its parent.
    changes.changed().forEach(change -> present.put(change.now().pid(), change.now()));
    changes.born().forEach(process -> present.put(process.pid(), process));
    for (Changes.Change change : changes.changed()) {
      if (change.now().zombie()) {
        forget(change.now()).ifPresent(ended::add);
      } else {
        change(change, ordinary).ifPresent(due::add);
        for (Watched child : children.getOrDefault(change.now().pid(), Set.of())) {
          child.parentBecomes(change.now());
          ofChanged.add(child);
        }
      }
    }
    // Parents before their children, wherever the PIDs began anew.
    changes.born().stream()
        .sorted(Population::byAge)
        .forEach(process -> begin(process).ifPresent(due::add));
    if (!sameTree) {
      watched.values().forEach(process -> process.beginsAnew(home(process.now())));
      due.addAll(watched.values());
    }
    due.addAll(containers.takeTurned());
    due.removeIf(process -> !contains(process));
    ofChanged.removeIf(process -> !contains(process));
    return new Arrivals(ended, due, ofChanged);
  }

  private static int byAge(ProcessInfo one, ProcessInfo other) {
    int byStart = Long.compare(one.id().startTicks(), other.id().startTicks());
    return byStart != 0 ? byStart : Integer.compare(one.pid(), other.pid());
  }

  private Optional<Watched> change(Changes.Change change, OrdinaryMoves ordinary) {
    Watched process = watched.get(change.now().pid());
    if (process == null) {
      return begin(change.now());
    }
    moveHome(process, change, ordinary, attributions);
    process.becomes(change.now());
    containers.update(process, attributions);
    return Optional.of(process);
  }

  private Optional<Watched> begin(ProcessInfo process) {
    if (process.kernelThread() || process.zombie() || watched.containsKey(process.pid())) {
      return Optional.empty();
    }
    Optional<ProcessInfo> parent = Optional.ofNullable(present.get(process.parentPid()));
    boolean ofTheKernel = parent.map(this::bearsHelpers).orElse(false);
    Watched begun = new Watched(process, home(process), parent, ofTheKernel);
    watched.put(process.pid(), begun);
    parent.ifPresent(of -> children.computeIfAbsent(of.pid(), same -> new HashSet<>()).add(begun));
    containers.update(begun, attributions);
    return Optional.of(begun);
  }

  /** Whether children of this one are helpers that the kernel started, or their children. */
  private boolean bearsHelpers(ProcessInfo parent) {
    Watched known = watched.get(parent.pid());
    return parent.kernelThread()
        || (known != null
            && known.isOfTheKernel()
            && parent.cgroup().map(CgroupPath::isRoot).orElse(false));
  }

  private Optional<Watched> forget(ProcessInfo process) {
    Watched last = watched.remove(process.pid());
    if (last == null) {
      return Optional.empty();
    }
    containers.remove(last);
    last.parent()
        .flatMap(parent -> Optional.ofNullable(children.get(parent.pid())))
        .ifPresent(siblings -> siblings.remove(last));
    return Optional.of(last);
  }

  private Optional<Territory> home(ProcessInfo process) {
    return home(process, attributions);
  }

  private static Optional<Territory> home(ProcessInfo process, Attributions known) {
    return process.cgroup().flatMap(known::territoryOf);
  }

  /** It stays where it was at home, unless somebody whose job it is has given it another one. */
  private static void moveHome(
      Watched process, Changes.Change change, OrdinaryMoves ordinary, Attributions known) {
    Optional<CgroupPath> to = change.now().cgroup();
    if (to.isEmpty() || change.before().cgroup().equals(to)) {
      return;
    }
    Optional<Territory> home = process.home();
    if (home.isEmpty()
        || to.get().isInside(home.get().root())
        || ordinary.isOrdinary(change.before().comm(), home.get(), to.get())) {
      process.isAtHomeIn(home(change.now(), known));
    }
  }
}
