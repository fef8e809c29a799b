package io.cgck.explain;

import io.cgck.expect.Standing;
import io.cgck.json.AttributionJson;
import io.cgck.json.JsonOutput;
import io.cgck.json.PsJson;
import io.cgck.model.CgroupMount;
import io.cgck.model.CgroupPath;
import io.cgck.model.Membership;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.NamespaceRoot;
import io.cgck.model.ProcessInfo;
import java.util.List;
import java.util.Optional;

/** What {@code explain --json} prints: the facts of the explanation. */
public final class ExplanationJson {
  private final Subject subject;

  private final List<Standing> standings;
  private final LimitExplanation limits;

  public ExplanationJson(Subject subject, List<Standing> standings, LimitExplanation limits) {
    this.subject = subject;
    this.standings = standings;
    this.limits = limits;
  }

  public void write(JsonOutput output) {
    output.object(() -> writeFields(output));
  }

  private void writeFields(JsonOutput output) {
    ProcessInfo process = subject.process();
    PsJson.writeFields(output, subject.snapshot(), process);
    output
        .field("parent_pid", process.parentPid())
        .field(
            "start_time_seconds",
            process.startTimeSeconds().isPresent()
                ? Optional.of(process.startTimeSeconds().getAsDouble())
                : Optional.empty());
    AttributionJson.writeFields(output, subject.attribution());
    output.array("hierarchies", () -> process.memberships().forEach(each -> write(output, each)));
    output.object("namespaces", () -> writeNamespaces(output));
    output.field(
        "cgroup_namespace_root_source", subject.namespaceRoot().map(NamespaceRoot::source));
    output.numbers(
        "same_cgroup_namespace", subject.companions().stream().map(ProcessInfo::pid).toList());
    output.array(
        "cgroup_mounts",
        () -> subject.mounts().orElse(List.of()).forEach(mount -> write(output, mount)));
    output.array("expectations", () -> standings.forEach(standing -> write(output, standing)));
    limits.write(output);
  }

  private static void write(JsonOutput output, Standing standing) {
    output.object(
        () ->
            output
                .field("expectation", standing.expectation().name())
                .field("state", standing.state().label())
                .field("expected", standing.expected())
                .field("actual", standing.actual()));
  }

  private void write(JsonOutput output, Membership membership) {
    output.object(
        () ->
            output
                .field("hierarchy", membership.hierarchy().id())
                .field("controllers", membership.hierarchy().controllers())
                .field("cgroup", membership.cgroup().value())
                .field("ns_cgroup", subject.seen(membership.hierarchy(), membership.cgroup()))
                .field("removed", membership.removed()));
  }

  private void writeNamespaces(JsonOutput output) {
    for (NamespaceKind kind : NamespaceKind.values()) {
      output.field(kind.label(), subject.process().namespaces().get(kind).map(NamespaceId::inode));
    }
  }

  private void write(JsonOutput output, CgroupMount mount) {
    CgroupPath root = mount.root();
    output.object(
        () ->
            output
                .field("mount_point", mount.mountPoint())
                .field("version", mount.version())
                .field("controllers", mount.hierarchy().controllers())
                .field("host_mount_root", root.value())
                .field("mount_root", subject.seen(mount.hierarchy(), root))
                .field("read_only", mount.readOnly())
                .field("propagation", mount.propagation())
                .field("hidden", mount.hidden())
                .field("stale", subject.isStale(mount)));
  }
}
