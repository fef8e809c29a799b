package io.cgck.pages;

import io.cgck.model.CgroupPath;
import io.cgck.model.ProcessInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The cgroups with processes and all above them, with what is in them and below. */
final class Forest {
  private final Branch root = new Branch(CgroupPath.ROOT, "/");

  /** A cgroup. */
  static final class Branch {
    private final CgroupPath path;
    private final String name;
    private final Map<String, Branch> children = new TreeMap<>();
    private final List<ProcessInfo> shown = new ArrayList<>();
    private int own;
    private int below;
    private int cgroups;
    private int violations;

    private Branch(CgroupPath path, String name) {
      this.path = path;
      this.name = name;
    }

    CgroupPath path() {
      return path;
    }

    String name() {
      return name;
    }

    List<Branch> children() {
      return List.copyOf(children.values());
    }

    /** The processes in it that have series. */
    List<ProcessInfo> shown() {
      return shown;
    }

    /** How many processes are in it, also those without series. */
    int own() {
      return own;
    }

    /** How many are in it or below. */
    int below() {
      return below;
    }

    /** How many cgroups with processes are below it. */
    int cgroups() {
      return cgroups;
    }

    /** How many processes in it or below violate something. */
    int violations() {
      return violations;
    }

    private Branch child(String segment) {
      return children.computeIfAbsent(
          segment,
          same ->
              new Branch(
                  new CgroupPath((path.isRoot() ? "" : path.value()) + "/" + segment), segment));
    }
  }

  void add(CgroupPath cgroup, int processes) {
    Branch at = root;
    at.below += processes;
    for (String segment : cgroup.segments()) {
      at.cgroups++;
      at = at.child(segment);
      at.below += processes;
    }
    at.own += processes;
  }

  /** A process that has series, in a cgroup that was added; of others nothing is told. */
  void add(CgroupPath cgroup, ProcessInfo process, boolean violates) {
    if (find(cgroup).isEmpty()) {
      return;
    }
    Branch at = root;
    at.violations += violates ? 1 : 0;
    for (String segment : cgroup.segments()) {
      at = at.child(segment);
      at.violations += violates ? 1 : 0;
    }
    at.shown.add(process);
  }

  /** Empty if no process is there or below. */
  Optional<Branch> find(CgroupPath cgroup) {
    Branch at = root;
    for (String segment : cgroup.segments()) {
      Branch next = at.children.get(segment);
      if (next == null) {
        return Optional.empty();
      }
      at = next;
    }
    return Optional.of(at);
  }
}
