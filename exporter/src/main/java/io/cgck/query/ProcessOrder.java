package io.cgck.query;

import io.cgck.metrics.Shown;
import io.cgck.model.CgroupPath;
import io.cgck.model.NamespaceId;
import io.cgck.model.Placement;
import io.cgck.model.ProcessId;
import io.cgck.model.ProcessInfo;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** What processes can be sorted by. The PID decides between equal ones, so every order is whole. */
public enum ProcessOrder {
  PID,
  COMM,
  CGROUP,
  CGROUP_NS,
  START_TIME,
  /** Violations first, then other processes out of place, then private cgroup namespaces. */
  ODDNESS;

  Comparator<ProcessInfo> in(Shown shown) {
    Comparator<ProcessInfo> first =
        switch (this) {
          case PID -> Comparator.comparingInt(ProcessInfo::pid);
          case COMM -> Comparator.comparing(ProcessInfo::comm);
          case CGROUP ->
              Comparator.comparing(process -> process.cgroup().map(CgroupPath::value).orElse(""));
          case CGROUP_NS ->
              Comparator.comparingLong(
                  process -> process.namespaces().cgroup().map(NamespaceId::inode).orElse(0L));
          case START_TIME -> Comparator.comparingLong(process -> process.id().startTicks());
          case ODDNESS -> {
            // Sorting asks for it again and again.
            Map<ProcessId, Integer> ranks = new HashMap<>();
            yield Comparator.comparingInt(
                process -> ranks.computeIfAbsent(process.id(), id -> rank(process, shown)));
          }
        };
    return first.thenComparingInt(ProcessInfo::pid);
  }

  private static int rank(ProcessInfo process, Shown shown) {
    if (shown.violates(process)) {
      return 0;
    }
    if (isOutOfPlace(process)) {
      return 1;
    }
    return process.hasPrivateCgroupNamespace() ? 2 : 3;
  }

  private static boolean isOutOfPlace(ProcessInfo process) {
    Placement placement = process.placement();
    return placement.outside().orElse(false) || placement.staleMount().orElse(false);
  }
}
