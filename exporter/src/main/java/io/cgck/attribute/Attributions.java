package io.cgck.attribute;

import static java.util.Objects.requireNonNull;

import io.cgck.model.CgroupPath;
import io.cgck.model.ProcessInfo;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who made each cgroup with processes in it, of any hierarchy. Immutable. */
public final class Attributions {
  public static final Attributions NONE = new Attributions(Map.of());

  private final Map<CgroupPath, Made> made;

  private Attributions(Map<CgroupPath, Made> made) {
    this.made = made;
  }

  /**
   * Of these cgroups. A path is looked at once as long as it is among them; while they stay the
   * same, so does the object.
   */
  public Attributions with(Set<CgroupPath> cgroups, Attributor attributor) {
    requireNonNull(attributor, "attributor is null");
    if (made.keySet().equals(cgroups)) {
      return this;
    }
    Map<CgroupPath, Made> all = HashMap.newHashMap(cgroups.size());
    for (CgroupPath cgroup : cgroups) {
      Made known = made.get(cgroup);
      all.put(cgroup, known == null ? attributor.made(cgroup) : known);
    }
    return new Attributions(all);
  }

  /** These, and of some cgroups more, which processes were in only for a while. */
  public Attributions including(Collection<CgroupPath> passed, Attributor attributor) {
    Map<CgroupPath, Made> all = new HashMap<>(made);
    for (CgroupPath cgroup : passed) {
      all.computeIfAbsent(cgroup, attributor::made);
    }
    return new Attributions(all);
  }

  /** The cgroups that are known. */
  public Set<CgroupPath> cgroups() {
    return Collections.unmodifiableSet(made.keySet());
  }

  /** {@link Attribution#NONE} for a cgroup without processes. */
  public Attribution of(CgroupPath cgroup) {
    return madeOf(cgroup).by();
  }

  /**
   * Whose territory a cgroup is in: that of a container, else that of a service of the system's
   * manager. Scopes of systemd are none: whoever asked for one placed its processes itself.
   */
  public Optional<Territory> territoryOf(CgroupPath cgroup) {
    return madeOf(cgroup).territory();
  }

  /** The scope of systemd that a cgroup is in, of a user's manager or else of the system's. */
  public Optional<CgroupPath> scopeOf(CgroupPath cgroup) {
    return madeOf(cgroup).scope();
  }

  private Made madeOf(CgroupPath cgroup) {
    return made.getOrDefault(cgroup, Made.UNKNOWN);
  }

  /** Of the cgroup of a process in the default hierarchy. */
  public Attribution of(ProcessInfo process) {
    return process.cgroup().map(this::of).orElse(Attribution.NONE);
  }
}
