package io.cgck.json;

import io.cgck.model.CgroupNamespace;
import io.cgck.model.CgroupPath;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceRoot;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** What {@code ps --json} prints: an array with an object for each process. */
public final class PsJson {
  private PsJson() {}

  public static void write(List<ProcessInfo> processes, Snapshot snapshot, PrintWriter out) {
    try (JsonOutput output = new JsonOutput(out)) {
      output.array(
          () ->
              processes.forEach(
                  process -> output.object(() -> writeFields(output, snapshot, process))));
    }
  }

  public static void writeFields(JsonOutput output, Snapshot snapshot, ProcessInfo process) {
    Optional<NamespaceRoot> root =
        process
            .namespaces()
            .cgroup()
            .flatMap(
                id ->
                    snapshot.cgroupNamespaces().stream()
                        .filter(namespace -> namespace.id().equals(id))
                        .findFirst())
            .map(CgroupNamespace::root);
    output
        .field("pid", process.pid())
        .field("comm", process.comm())
        .field("kernel_thread", process.kernelThread())
        .field("zombie", process.zombie())
        .field("cgroup", process.cgroup().map(CgroupPath::value))
        .field("ns_cgroup", process.placement().seenCgroup())
        .field("host_mount_root", process.placement().mount().root().map(CgroupPath::value))
        .field("mount_root", process.placement().seenMountRoot())
        .field("cgroup_ns", process.namespaces().cgroup().map(NamespaceId::inode))
        .field(
            "cgroup_ns_root",
            root.flatMap(known -> snapshot.defaultHierarchy().flatMap(known::in))
                .map(CgroupPath::value))
        .field("cgroup_ns_root_source", root.map(NamespaceRoot::source))
        .field("outside", process.placement().outside())
        .field("stale_mount", process.placement().staleMount());
  }
}
