package io.cgck.scan;

import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.Namespaces;
import io.cgck.procfs.CgroupFile;
import io.cgck.procfs.Procfs;
import java.util.Optional;

/**
 * Tells cheaply whether a process is as it was: its cgroup file, held open, says the same, and its
 * link {@code ns/cgroup} leads to the same namespace. In its turn, or when in doubt, {@code stat}
 * and all the rest are looked at, too.
 *
 * <p>Leaves nothing for the garbage collector. It never says what has changed: whoever gets a no
 * reads the process in full.
 */
final class Glance {
  private static final NamespaceKind[] KINDS = NamespaceKind.values();

  private final Procfs procfs;
  private final KeptFiles files;

  Glance(Procfs procfs, KeptFiles files) {
    this.procfs = procfs;
    this.files = files;
  }

  /** Whether the process that was seen under a PID is there and as it was. */
  boolean isAsBefore(Tracked process, Rotation rotation) {
    Observation last = process.observation();
    if (!last.canBeGlancedAt()) {
      return false;
    }
    // A name alone may lead to another process by now; what a held file says is of the same one.
    boolean held = process.file().isPresent();
    return (held
            ? process.file().get().says(last.rawCgroup())
            : procfs.says(last.id().pid(), last.rawCgroup()))
        && procfs.isIn(last.id().pid(), last.situation().cgroupNamespace().orElseThrow())
        && (held || isHeldFromNowOn(process, last))
        && isTrusted(process, last, rotation);
  }

  /**
   * Holds the file of a process that was seen before, if there is room. Opened first and looked at
   * then: if the PID has still the same owner, so it had when the file was opened.
   */
  private boolean isHeldFromNowOn(Tracked process, Observation last) {
    Optional<CgroupFile> file = files.open(last.id().pid());
    boolean same =
        procfs.says(last.id().pid(), last.stat())
            && (file.isEmpty() || file.get().says(last.rawCgroup()));
    if (same) {
      process.hold(file);
      process.trust();
    } else {
      file.ifPresent(files::close);
    }
    return same;
  }

  private boolean isTrusted(Tracked process, Observation last, Rotation rotation) {
    int pid = last.id().pid();
    if (rotation.isAllDue(pid)) {
      return isInAllAsBefore(last);
    }
    if (process.isDoubted() || rotation.isStatDue(pid)) {
      if (!procfs.says(pid, last.stat())) {
        return false;
      }
      process.trust();
    }
    return true;
  }

  /** Asked of {@code stat} last: if the PID has the same owner then, it had before. */
  private boolean isInAllAsBefore(Observation last) {
    int pid = last.id().pid();
    return last.hasNoDetails()
        && isInSameNamespaces(pid, last.situation().namespaces())
        && last.processRoot().isPresent()
        && procfs.hasRoot(pid, last.processRoot().get())
        && procfs.says(pid, last.stat());
  }

  private boolean isInSameNamespaces(int pid, Namespaces namespaces) {
    for (NamespaceKind kind : KINDS) {
      NamespaceId namespace = namespaces.byKind().get(kind);
      if (namespace != null && !procfs.isIn(pid, namespace)) {
        return false;
      }
    }
    return true;
  }
}
