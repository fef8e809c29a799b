package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.CgckCommand;
import io.cgck.lab.CgckDaemon;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.LabProcess;
import io.cgck.lab.LabShell;
import io.cgck.lab.PsRow;
import io.cgck.lab.Sample;
import io.cgck.lab.Samples;
import io.cgck.lab.TableRow;
import io.cgck.lab.Waiting;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Cgroup namespaces in cgroup namespaces, processes that left them, and user namespaces. */
class NestedNamespacesIT {
  @AutoClose private final CgroupLab lab = CgroupLab.open();

  @Test
  void namespaceWithinANamespace() {
    Cgroup sub = lab.cgroup("sub");
    Cgroup inner = lab.cgroup("sub/inner");
    LabShell first = shellWithFreshMount(sub);
    LabShell second = lab.shell(sub);
    second.become("nsenter --target %d --cgroup --mount".formatted(first.pid()));
    second.run("echo $$ >%s/inner/cgroup.procs".formatted(lab.mountPoint()));
    second.become("unshare --cgroup --mount");
    LabProcess above =
        lab.start(
            sub, "nsenter", "--target", Long.toString(second.pid()), "--cgroup", "sleep", "300");

    try (CgckDaemon daemon = DaemonSetup.quick().start()) {
      WatchedLab watched = WatchedLab.by(daemon);
      String outer = Long.toString(first.process().namespace("cgroup"));
      String nested = Long.toString(second.process().namespace("cgroup"));
      assertThat(nested).isNotEqualTo(outer);

      watched.shows(
          "nested",
          Map.of(
              first.process(),
              new TableRow("sh", sub.path(), outer, "/", "/"),
              second.process(),
              new TableRow("sh", inner.path(), nested, "/", "/.."),
              above,
              new TableRow("sleep", sub.path(), nested, "/..", inner.hierarchyRootSeenFromHere())));
      watched.showsNamespaceRoot(first.process(), sub.path());
      watched.showsNamespaceRoot(second.process(), inner.path());
      watched.showsStaleMount(first.process(), Optional.of(false));
      watched.showsStaleMount(second.process(), Optional.of(true));
      watched.showsOutside(second.process(), false);
      watched.showsOutside(above, true);
    }
  }

  @Test
  void processMovedOutOfItsNamespaceAndBack() {
    Cgroup sub = lab.cgroup("sub");
    Cgroup sib = lab.cgroup("sib");
    LabProcess process = shellWithFreshMount(sub).process();
    // Of another namespace, but in a cgroup that tells where the root is.
    LabProcess stranger = lab.start(sub, "sleep", "300");
    String made = Long.toString(process.namespace("cgroup"));

    try (CgckDaemon daemon = DaemonSetup.quick().start()) {
      WatchedLab watched = WatchedLab.by(daemon);
      watched.shows("inside", Map.of(process, new TableRow("sh", sub.path(), made, "/", "/")));
      watched.showsOutside(process, false);

      process.moveTo(sib);
      watched.shows(
          "outside", Map.of(process, new TableRow("sh", sib.path(), made, "/../sib", "/")));
      watched.showsOutside(process, true);
      watched.showsStaleMount(process, Optional.of(false));
      watched.showsNamespaceRoot(process, sub.path());

      watched.showsNoFlags(stranger);

      process.moveTo(sub);
      watched.shows("back", Map.of(process, new TableRow("sh", sub.path(), made, "/", "/")));
      watched.showsOutside(process, false);
    }
  }

  /**
   * A namespace's root never changes: what was once exact stays so when nobody shows it any more.
   */
  @Test
  void rootIsRemembered() {
    Cgroup sub = lab.cgroup("sub");
    Cgroup sib = lab.cgroup("sib");
    LabProcess process = shellWithFreshMount(sub).process();
    String made = Long.toString(process.namespace("cgroup"));

    try (CgckDaemon daemon = DaemonSetup.quick().start()) {
      WatchedLab watched = WatchedLab.by(daemon);
      watched.showsNamespaceRoot(process, sub.path());

      process.moveTo(sib);
      Samples samples =
          daemon.await(
              "outside",
              fresh ->
                  assertThat(TableRow.of(fresh, process.pid()))
                      .isEqualTo(new TableRow("sh", sib.path(), made, "/../sib", "/")));
      assertThat(samples.one("cgck_cgroup_namespace_info", Map.of("cgroup_ns", made)).labels())
          .containsEntry("root", sub.path())
          .containsEntry("root_source", "exact");
    }
  }

  /** Nobody is inside the root any more, but the mount made inside still has it as its own. */
  @Test
  void rootIsToldByAMountWhenNoProcessIsInside() {
    Cgroup sub = lab.cgroup("sub");
    Cgroup sib = lab.cgroup("sib");
    LabProcess process = shellWithFreshMount(sub).process();
    process.moveTo(sib);

    PsRow row = CgckCommand.ofTheBuild().ps(process.pid());

    assertThat(row.cgroupNsRoot()).isEqualTo(sub.path());
    assertThat(row.cgroupNsRootSource()).isEqualTo("exact");
    assertThat(row.nsCgroup()).isEqualTo("/../sib");
    assertThat(row.outside()).isTrue();
  }

  /** On a hybrid host the root is known in v1 at once, but must not be taken for settled in v2. */
  @Test
  void rootIsLearnedAsSoonAsSomethingTellsIt() {
    Cgroup sub = lab.cgroup("sub");
    Cgroup sib = lab.cgroup("sib");
    LabProcess process = lab.start(sub, "unshare", "--cgroup", "--mount", "sleep", "300");
    Waiting.patiently()
        .until(
            () -> "a namespace of its own: " + process.namespace("cgroup"),
            () -> process.namespace("cgroup") != 4026531835L);
    process.moveTo(sib);

    try (CgckDaemon daemon = DaemonSetup.quick().start()) {
      Samples samples = daemon.awaitFreshScan();
      String made = Long.toString(process.namespace("cgroup"));
      assertThat(samples.one("cgck_cgroup_namespace_info", Map.of("cgroup_ns", made)).labels())
          .containsEntry("root", "")
          .containsEntry("root_source", "unknown");

      process.moveTo(sub);
      WatchedLab.by(daemon).showsNamespaceRoot(process, sub.path());
    }
  }

  @Test
  void ordinaryUserInAUserNamespace() {
    Cgroup sub = lab.cgroup("user/sub");
    LabProcess process =
        lab.start(
            sub,
            "setpriv",
            "--reuid=4000",
            "--regid=4000",
            "--clear-groups",
            "unshare",
            "--map-root-user",
            "--cgroup",
            "--mount",
            "sleep",
            "300");

    try (CgckDaemon daemon = DaemonSetup.quick().start()) {
      WatchedLab watched = WatchedLab.by(daemon);
      daemon.await(
          "the sleeper sleeps",
          samples -> assertThat(TableRow.of(samples, process.pid()).comm()).isEqualTo("sleep"));
      String made = Long.toString(process.namespace("cgroup"));
      watched.shows(
          "user namespace",
          Map.of(
              process,
              new TableRow("sleep", sub.path(), made, "/", sub.hierarchyRootSeenFromHere())));
      watched.showsNamespaceRoot(process, sub.path());
      watched.showsStaleMount(process, Optional.of(true));
      daemon.await(
          "all namespaces", samples -> showsAllNamespaces(process, namespaces(samples, process)));
    }
  }

  private static Sample namespaces(Samples samples, LabProcess process) {
    return samples.one("cgck_process_namespace_info", Map.of("pid", Long.toString(process.pid())));
  }

  private static void showsAllNamespaces(LabProcess process, Sample info) {
    for (String kind : new String[] {"cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"}) {
      assertThat(info.label(kind + "_ns"))
          .as(kind)
          .isEqualTo(Long.toString(process.namespace(kind)));
    }
  }

  private LabShell shellWithFreshMount(Cgroup cgroup) {
    LabShell shell = lab.shell(cgroup);
    shell.become("unshare --cgroup --mount");
    shell.unmountUnified();
    shell.mountUnified();
    return shell;
  }
}
