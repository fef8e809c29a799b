package io.cgck.attribute;

import static java.util.Objects.requireNonNull;

import io.cgck.model.CgroupPath;
import io.cgck.model.Membership;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who made each cgroup with processes in it, of any hierarchy. */
public record Attributions(Map<CgroupPath, Attribution> byCgroup) {
  public static final Attributions NONE = new Attributions(Map.of());

  public Attributions {
    byCgroup = Collections.unmodifiableMap(byCgroup);
  }

  /** Of all cgroups with processes; a path is looked at once as long as it has some. */
  public static Attributions of(Snapshot snapshot, Attributor attributor, Attributions known) {
    requireNonNull(attributor, "attributor is null");
    Map<CgroupPath, Attribution> attributions = new HashMap<>();
    Set<List<Membership>> places = Collections.newSetFromMap(new IdentityHashMap<>());
    for (ProcessInfo process : snapshot.processes()) {
      if (places.add(process.memberships())) {
        for (Membership membership : process.memberships()) {
          attributions.computeIfAbsent(
              membership.cgroup(),
              cgroup ->
                  Optional.ofNullable(known.byCgroup.get(cgroup))
                      .orElseGet(() -> attributor.attribute(cgroup)));
        }
      }
    }
    return new Attributions(attributions);
  }

  /** {@link Attribution#NONE} for a cgroup without processes. */
  public Attribution of(CgroupPath cgroup) {
    return byCgroup.getOrDefault(cgroup, Attribution.NONE);
  }

  /** Of the cgroup of a process in the default hierarchy. */
  public Attribution of(ProcessInfo process) {
    return process.cgroup().map(this::of).orElse(Attribution.NONE);
  }
}
