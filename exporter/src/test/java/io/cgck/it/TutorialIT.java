package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.CgckDaemon;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.LabProcess;
import io.cgck.lab.LabShell;
import io.cgck.lab.TableRow;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * The tutorial that traces {@code cgroup_namespaces(7)}: a shell in {@code freezer/sub}, a sleeper
 * in {@code freezer/sub2}, and the table of both after each step.
 */
class TutorialIT {
  @AutoClose private final CgroupLab lab = CgroupLab.open();

  @Test
  void everyTable() {
    Cgroup sub = lab.cgroup("freezer/sub");
    Cgroup sub2 = lab.cgroup("freezer/sub2");
    LabShell shell = lab.shell(sub);
    LabProcess inside = shell.process();
    LabProcess sleeper = lab.start(sub2, "sleep", "300");
    String initial = Long.toString(inside.namespace("cgroup"));
    TableRow sleeperRow = new TableRow("sleep", sub2.path(), initial, sub2.path(), "/");

    try (CgckDaemon daemon = DaemonSetup.quick().start()) {
      WatchedLab watched = WatchedLab.by(daemon);
      watched.shows(
          "before",
          Map.of(
              inside,
              new TableRow("sh", sub.path(), initial, sub.path(), "/"),
              sleeper,
              sleeperRow));
      watched.showsNoFlags(inside);
      watched.showsNoFlags(sleeper);

      shell.become("unshare --cgroup --mount");
      String made = Long.toString(inside.namespace("cgroup"));
      assertThat(made).isNotEqualTo(initial);
      TableRow staleRow =
          new TableRow("sh", sub.path(), made, "/", sub.hierarchyRootSeenFromHere());
      watched.shows("unshare", Map.of(inside, staleRow, sleeper, sleeperRow));
      watched.showsStaleMount(inside, Optional.of(true));
      watched.showsOutside(inside, false);
      watched.showsNamespaceRoot(inside, sub.path());
      watched.showsNoFlags(sleeper);

      LabProcess entered = enter(inside, sub2);
      TableRow enteredRow =
          new TableRow("sleep", sub2.path(), made, "/../sub2", sub.hierarchyRootSeenFromHere());
      watched.shows("nsenter", Map.of(inside, staleRow, entered, enteredRow, sleeper, sleeperRow));
      watched.showsOutside(entered, true);
      watched.showsStaleMount(entered, Optional.of(true));

      shell.run("mount --make-rslave /");
      daemon.awaitFreshScan();
      watched.shows("make-rslave", Map.of(inside, staleRow, sleeper, sleeperRow));
      watched.showsStaleMount(inside, Optional.of(true));

      shell.unmountUnified();
      watched.shows(
          "umount",
          Map.of(
              inside, new TableRow("sh", sub.path(), made, "/", ""),
              entered, enteredRow,
              sleeper, sleeperRow));
      watched.showsStaleMount(inside, Optional.empty());

      shell.mountUnified();
      watched.shows(
          "mount",
          Map.of(
              inside, new TableRow("sh", sub.path(), made, "/", "/"),
              entered, enteredRow,
              sleeper, sleeperRow));
      watched.showsStaleMount(inside, Optional.of(false));
      watched.showsNamespaceRoot(inside, sub.path());
    }
  }

  /** A sleeper in {@code cgroup} that joins the cgroup namespace of another process. */
  private LabProcess enter(LabProcess member, Cgroup cgroup) {
    return lab.start(
        cgroup, "nsenter", "--target", Long.toString(member.pid()), "--cgroup", "sleep", "300");
  }
}
