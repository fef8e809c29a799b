package io.cgck.api;

import io.cgck.expect.Standing;
import io.cgck.explain.Subject;
import io.cgck.json.AttributionJson;
import io.cgck.json.JsonOutput;
import io.cgck.metrics.Shown;
import io.cgck.model.CgroupMount;
import io.cgck.model.CgroupNamespace;
import io.cgck.model.CgroupPath;
import io.cgck.model.Membership;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.Placement;
import io.cgck.model.ProcessInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process as its series show it. */
final class ProcessJson {
  /** Whoever may mount can mount as often as it likes. */
  private static final int MOST_MOUNTS = 100;

  private final Shown shown;
  private final Map<Long, CgroupNamespace> namespaces;

  ProcessJson(Shown shown) {
    this.shown = shown;
    this.namespaces = shown.cgroupNamespaces();
  }

  void write(JsonOutput json, ProcessInfo process) {
    Placement placement = process.placement();
    boolean isPrivate = process.hasPrivateCgroupNamespace();
    Optional<CgroupNamespace> namespace =
        process
            .namespaces()
            .cgroup()
            .flatMap(id -> Optional.ofNullable(namespaces.get(id.inode())));
    json.field("pid", process.pid())
        .field("comm", process.comm())
        .field(
            "start_time_seconds",
            process.startTimeSeconds().isPresent()
                ? Optional.of(process.startTimeSeconds().getAsDouble())
                : Optional.empty())
        .field("cgroup", process.cgroup().map(CgroupPath::value))
        .field("ns_cgroup", placement.seenCgroup())
        .field("mount_root", placement.seenMountRoot())
        .field("cgroup_ns", process.namespaces().cgroup().map(NamespaceId::inode))
        .field("cgroup_ns_root", namespace.flatMap(shown::rootOf).map(CgroupPath::value))
        .field("cgroup_ns_root_source", namespace.map(shown::rootSourceOf))
        .field("outside", isPrivate ? placement.outside() : Optional.empty())
        .field("stale_mount", isPrivate ? placement.staleMount() : Optional.empty());
    AttributionJson.writeFields(json, shown.attribution(process));
    json.array("expectations", () -> shown.standings(process).forEach(each -> write(json, each)));
  }

  private static void write(JsonOutput json, Standing standing) {
    json.object(
        () -> {
          json.field("expectation", standing.expectation().name())
              .field("state", standing.state().label());
          Optional<Standing> violated = Optional.of(standing).filter(Standing::isViolated);
          json.field("expected", violated.map(Standing::expected))
              .field("actual", violated.map(Standing::actual))
              .field("severity", violated.map(each -> each.expectation().severity()));
        });
  }

  /** With what only an answer about one process has. */
  void writeWhole(JsonOutput json, ProcessInfo process) {
    write(json, process);
    json.array("hierarchies", () -> process.memberships().forEach(each -> write(json, each)));
    json.object(
        "namespaces",
        () -> {
          for (NamespaceKind kind : NamespaceKind.values()) {
            json.field(kind.label(), process.namespaces().get(kind).map(NamespaceId::inode));
          }
        });
    List<CgroupMount> mounts = mounts(process);
    json.field("cgroup_mounts_total", mounts.size());
    json.array(
        "cgroup_mounts",
        () -> mounts.stream().limit(MOST_MOUNTS).forEach(mount -> write(json, mount)));
  }

  private static void write(JsonOutput json, Membership membership) {
    json.object(
        () ->
            json.field("hierarchy", membership.hierarchy().id())
                .field("controllers", membership.hierarchy().controllers())
                .field("cgroup", membership.cgroup().value()));
  }

  private List<CgroupMount> mounts(ProcessInfo process) {
    return new Subject(shown.snapshot(), process)
        .mountNamespace()
        .map(shown::mounts)
        .orElse(List.of());
  }

  private static void write(JsonOutput json, CgroupMount mount) {
    json.object(
        () ->
            json.field("mount_point", mount.mountPoint())
                .field("mount_root", mount.root().value())
                .field("version", mount.version())
                .field("controllers", mount.hierarchy().controllers())
                .field("propagation", mount.propagation())
                .field("read_only", mount.readOnly()));
  }
}
