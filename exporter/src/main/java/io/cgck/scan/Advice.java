package io.cgck.scan;

import io.cgck.model.Capability;
import io.cgck.model.NamespaceRoot;
import io.cgck.model.ScanError;
import io.cgck.model.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** Sentences for the operator: what a snapshot lacks, and what would help. */
public final class Advice {
  private Advice() {}

  public static List<String> on(Snapshot snapshot) {
    List<String> advice = new ArrayList<>();
    if (!snapshot.vantage().absolutePaths()) {
      advice.add(
          "cgck runs in a cgroup namespace of its own and may not leave it, so absolute cgroup"
              + " paths are unknown: start it in the initial cgroup namespace or give it"
              + " CAP_SYS_ADMIN");
    }
    boolean denied =
        snapshot.errors().keySet().stream()
            .filter(error -> error.reason().equals("permission_denied"))
            .map(ScanError::file)
            .anyMatch(file -> file.startsWith("ns/") || file.equals("root"));
    if (denied && snapshot.vantage().missing().contains(Capability.CAP_SYS_PTRACE)) {
      long partial = snapshot.processes().stream().filter(process -> process.partial()).count();
      advice.add(
          "the namespaces of "
              + partial
              + " of "
              + snapshot.processes().size()
              + " processes cannot be read: give cgck CAP_SYS_PTRACE to see them");
    }
    if (snapshot.hidden() > 0) {
      advice.add(
          snapshot.hidden()
              + " processes are hidden by the mount option hidepid: add cgck's user to the group"
              + " given by gid=, or run it as root");
    }
    boolean inexact =
        snapshot.cgroupNamespaces().stream()
            .anyMatch(namespace -> !(namespace.root() instanceof NamespaceRoot.Exact));
    if (inexact
        && snapshot.vantage().absolutePaths()
        && snapshot.vantage().missing().contains(Capability.CAP_SYS_ADMIN)) {
      advice.add(
          "roots of cgroup namespaces are inferred or unknown: give cgck CAP_SYS_ADMIN to know them"
              + " exactly");
    }
    return advice;
  }
}
