package io.cgck.scan;

import static java.util.Objects.requireNonNull;

import io.cgck.model.Capability;
import io.cgck.model.NamespaceRoot;
import io.cgck.model.ProcessInfo;
import io.cgck.model.ScanError;
import io.cgck.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a snapshot lacks, and what would help.
 *
 * @param sentence for the operator
 */
public record Advice(Topic topic, String sentence) {
  /** What advice is about; numbers in the sentence change from scan to scan, the topic does not. */
  public enum Topic {
    RELATIVE_PATHS,
    PRIVATE_PID_NAMESPACE,
    UNREADABLE_NAMESPACES,
    HIDDEN_PROCESSES,
    INEXACT_ROOTS,
    TOO_MANY_PROCESSES;

    /** As a word for programs. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Advice {
    requireNonNull(topic, "topic is null");
    requireNonNull(sentence, "sentence is null");
  }

  /**
   * All advice on a snapshot.
   *
   * @param given topics of which nothing is to be said any more, nor worked out
   */
  public static List<Advice> on(Snapshot snapshot, Set<Topic> given) {
    List<Advice> advice = new ArrayList<>();
    if (!snapshot.vantage().absolutePaths()) {
      advice.add(
          new Advice(
              Topic.RELATIVE_PATHS,
              "cgck is in a cgroup namespace of its own and may not leave it, so absolute cgroup"
                  + " paths are unknown: start it in the initial cgroup namespace (--cgroupns=host"
                  + " of container engines), or give it CAP_SYS_ADMIN and the host's /proc"));
    }
    if (!snapshot.vantage().wholeHost().orElse(true)) {
      advice.add(
          new Advice(
              Topic.PRIVATE_PID_NAMESPACE,
              "cgck sees only the processes of a PID namespace, not those of the host: give its"
                  + " container the host's PID namespace (--pid=host, hostPID), or mount the host's"
                  + " /proc into it and name that with --path.procfs"));
    }
    if (!given.contains(Topic.UNREADABLE_NAMESPACES)
        && deniedNamespaces(snapshot)
        && lacks(snapshot, Capability.CAP_SYS_PTRACE)) {
      long partial = snapshot.processes().stream().filter(ProcessInfo::partial).count();
      advice.add(
          new Advice(
              Topic.UNREADABLE_NAMESPACES,
              "the namespaces of "
                  + partial
                  + " of "
                  + snapshot.processes().size()
                  + " processes cannot be read: give cgck CAP_SYS_PTRACE in the initial user"
                  + " namespace to see them"));
    }
    if (snapshot.unwatched() > 0) {
      advice.add(
          new Advice(
              Topic.TOO_MANY_PROCESSES,
              snapshot.unwatched()
                  + " processes are not watched, since the heap has room for "
                  + snapshot.processes().size()
                  + ": give it more with CGCK_JAVA_OPTS=-Xmx512m in the environment (packages:"
                  + " /etc/default/cgck-exporter, and MemoryMax of the service)"));
    }
    if (snapshot.hidden() > 0
        && snapshot.errors().containsKey(new ScanError("stat", "permission_denied"))) {
      advice.add(
          new Advice(
              Topic.HIDDEN_PROCESSES,
              snapshot.hidden()
                  + " processes are hidden by the mount option hidepid of /proc: run cgck as root,"
                  + " or in the group that the mount option gid names"));
    }
    if (snapshot.vantage().absolutePaths()
        && !given.contains(Topic.INEXACT_ROOTS)
        && hasInexactRoot(snapshot)
        && lacks(snapshot, Capability.CAP_SYS_ADMIN)) {
      advice.add(
          new Advice(
              Topic.INEXACT_ROOTS,
              "the roots of some cgroup namespaces are inferred or unknown: give cgck"
                  + " CAP_SYS_ADMIN to know them exactly"));
    }
    advice.removeIf(each -> given.contains(each.topic()));
    return advice;
  }

  private static boolean lacks(Snapshot snapshot, Capability capability) {
    return snapshot.vantage().missing().contains(capability);
  }

  private static boolean deniedNamespaces(Snapshot snapshot) {
    return snapshot.errors().keySet().stream()
        .filter(error -> error.reason().equals("permission_denied"))
        .map(ScanError::file)
        .anyMatch(file -> file.startsWith("ns/") || file.equals("root"));
  }

  private static boolean hasInexactRoot(Snapshot snapshot) {
    return snapshot.cgroupNamespaces().stream()
        .anyMatch(namespace -> !(namespace.root() instanceof NamespaceRoot.Exact));
  }
}
