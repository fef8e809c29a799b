package io.cgck.pages;

import io.cgck.model.CgroupPath;
import io.cgck.model.ProcessInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The cgroups with processes below one, as far down as a page shows them, with what is in them and
 * below. Cgroups can lie thousands of levels deep, so that a branch knows its name only, and what
 * is deeper is counted.
 */
final class Forest {
  private final CgroupPath at;
  private final int levels;
  private final Branch root;
  private final Set<CgroupPath> added = new HashSet<>();

  /**
   * Makes an empty one.
   *
   * @param at where it begins
   * @param levels so many levels below are told apart
   */
  Forest(CgroupPath at, int levels) {
    this.at = at;
    this.levels = levels;
    this.root = new Branch(Optional.empty(), at.isRoot() ? "" : at.value());
  }

  /** A cgroup. */
  static final class Branch {
    private final Optional<Branch> parent;
    private final String name;
    private final int pathLength;
    private final Map<String, Branch> children = new TreeMap<>();
    private final List<ProcessInfo> shown = new ArrayList<>();
    private int own;
    private int below;
    private int cgroups;
    private int violations;

    private Branch(Optional<Branch> parent, String name) {
      this.parent = parent;
      this.name = name;
      this.pathLength = parent.map(above -> above.pathLength + 1).orElse(0) + name.length();
    }

    CgroupPath path() {
      return pathLength == 0 ? CgroupPath.ROOT : new CgroupPath(text().toString());
    }

    private StringBuilder text() {
      return parent
          .map(above -> above.text().append('/'))
          .orElseGet(StringBuilder::new)
          .append(name);
    }

    int pathLength() {
      return pathLength;
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
      return children.computeIfAbsent(segment, same -> new Branch(Optional.of(this), segment));
    }
  }

  void add(CgroupPath cgroup, int processes) {
    if (!cgroup.isInside(at)) {
      return;
    }
    added.add(cgroup);
    List<String> names = names(cgroup);
    Branch branch = root;
    branch.below += processes;
    for (String name : reachable(names)) {
      branch.cgroups++;
      branch = branch.child(name);
      branch.below += processes;
    }
    if (names.size() > levels) {
      branch.cgroups++;
    } else {
      branch.own += processes;
    }
  }

  /** A process that has series, in a cgroup that was added; of others nothing is told. */
  void add(CgroupPath cgroup, ProcessInfo process, boolean violates) {
    if (!added.contains(cgroup)) {
      return;
    }
    List<String> names = names(cgroup);
    Branch branch = root;
    branch.violations += violates ? 1 : 0;
    for (String name : reachable(names)) {
      branch = branch.child(name);
      branch.violations += violates ? 1 : 0;
    }
    if (names.size() <= levels) {
      branch.shown.add(process);
    }
  }

  /** Names on the way down; if there are too many, the last one is of all the rest. */
  private List<String> names(CgroupPath cgroup) {
    if (cgroup.equals(at)) {
      return List.of();
    }
    String below = cgroup.value().substring(at.isRoot() ? 1 : at.value().length() + 1);
    return List.of(below.split("/", levels + 1));
  }

  private List<String> reachable(List<String> names) {
    return names.subList(0, Math.min(levels, names.size()));
  }

  /** Where it begins. */
  Branch top() {
    return root;
  }
}
