package io.cgck.api;

import io.cgck.json.JsonOutput;
import io.cgck.metrics.Shown;
import io.cgck.model.CgroupPath;
import io.cgck.model.NamespaceId;
import io.cgck.model.ProcessInfo;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A namespace as its series show it. */
final class NamespaceJson {
  private static final Comparator<ProcessInfo> BY_AGE =
      Comparator.comparingLong((ProcessInfo process) -> process.id().startTicks())
          .thenComparingInt(ProcessInfo::pid);

  private final Shown shown;
  private final Map<NamespaceId, ProcessInfo> oldest = new HashMap<>();

  NamespaceJson(Shown shown) {
    this.shown = shown;
    for (ProcessInfo process : shown.processes()) {
      for (NamespaceId id : process.namespaces().byKind().values()) {
        oldest.merge(id, process, (one, other) -> BY_AGE.compare(one, other) <= 0 ? one : other);
      }
    }
  }

  void write(JsonOutput json, Shown.Namespace namespace) {
    NamespaceId id = new NamespaceId(namespace.kind(), namespace.inode());
    Optional<ProcessInfo> first = Optional.ofNullable(oldest.get(id));
    json.field("kind", namespace.kind().label())
        .field("inode", namespace.inode())
        .field("initial", id.isInitial())
        .field("processes", namespace.processes())
        .field("root", namespace.cgroup().flatMap(shown::rootOf).map(CgroupPath::value))
        .field("root_source", namespace.cgroup().map(shown::rootSourceOf))
        .field("oldest_pid", first.map(ProcessInfo::pid))
        .field("oldest_comm", first.map(ProcessInfo::comm));
  }
}
