package io.cgck.pages;

import io.cgck.attribute.Attribution;
import io.cgck.attribute.Attributor;
import io.cgck.expect.CgroupStanding;
import io.cgck.explain.CgroupStatsText;
import io.cgck.metrics.Shown;
import io.cgck.model.CgroupPath;
import io.cgck.model.ProcessInfo;
import io.cgck.query.Slice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Makes a tree that a browser can take, however many cgroups there are: level by level, until there
 * is no more room. What is left out is counted where it would be, and one link away.
 */
final class TreeGrowth {
  /** Most cgroups right below one. */
  static final int CHILDREN = 200;

  private static final int NODES = 1000;

  /** Most characters of all their paths, which stand in their links. */
  private static final int PATHS = 400_000;

  private static final int LEVELS = 24;
  private static final int PROCESSES = 10;

  /** So few cgroups are all unfolded at first. */
  private static final int UNFOLDED = 60;

  private final Shown shown;
  private final Links links;
  private final CgroupPath at;
  private final Forest forest;
  private final Attributor attributor = new Attributor();
  private final Optional<CgroupStatsText> stats;
  private final Map<CgroupPath, Integer> brokenLimits = new HashMap<>();

  /**
   * Makes what grows the tree below a cgroup.
   *
   * @param at that cgroup
   */
  TreeGrowth(Shown shown, CgroupPath at, Links links) {
    this.shown = shown;
    this.at = at;
    this.links = links;
    this.forest = new Forest(at, LEVELS);
    for (Shown.Cgroup cgroup : shown.cgroups()) {
      if (cgroup.processes() > 0) {
        forest.add(cgroup.path(), cgroup.processes());
      }
    }
    for (ProcessInfo process : shown.processes()) {
      process.cgroup().ifPresent(cgroup -> forest.add(cgroup, process, shown.violates(process)));
    }
    this.stats =
        shown.findings().asked()
            ? Optional.of(new CgroupStatsText(shown.findings()))
            : Optional.empty();
    for (CgroupStanding each : shown.limits().standings()) {
      if (each.standing().isViolated()) {
        brokenLimits.merge(each.cgroup(), 1, Integer::sum);
      }
    }
  }

  /** So much of a part of {@link #children()} as a page has room for. */
  static Slice<Forest.Branch> fitting(Slice<Forest.Branch> children) {
    return children.fitting(PATHS, Forest.Branch::pathLength);
  }

  /** Whether a process is in it or below. */
  boolean hasProcesses() {
    return forest.top().below() > 0;
  }

  /** The cgroups right below it, by name. */
  List<Forest.Branch> children() {
    return forest.top().children();
  }

  /**
   * The tree below it.
   *
   * @param children the cgroups right below it that are to be in it
   */
  TreeNode grow(List<Forest.Branch> children) {
    Set<Forest.Branch> chosen = choose(children);
    int open = chosen.size() <= UNFOLDED ? LEVELS : 1;
    return node(forest.top(), at.value(), children, chosen, 0, open);
  }

  private static Set<Forest.Branch> choose(List<Forest.Branch> first) {
    Set<Forest.Branch> chosen = new HashSet<>(first);
    Queue<Forest.Branch> level = new ArrayDeque<>(first);
    long paths = first.stream().mapToLong(Forest.Branch::pathLength).sum();
    for (int depth = 1; depth < LEVELS && !level.isEmpty(); depth++) {
      Queue<Forest.Branch> next = new ArrayDeque<>();
      for (Forest.Branch branch : level) {
        for (Forest.Branch child : someOf(branch.children())) {
          paths += child.pathLength();
          if (chosen.size() == NODES || paths > PATHS) {
            return chosen;
          }
          chosen.add(child);
          next.add(child);
        }
      }
      level = next;
    }
    return chosen;
  }

  private static List<Forest.Branch> someOf(List<Forest.Branch> children) {
    return children.subList(0, Math.min(CHILDREN, children.size()));
  }

  private TreeNode node(
      Forest.Branch branch,
      String name,
      List<Forest.Branch> children,
      Set<Forest.Branch> chosen,
      int depth,
      int open) {
    List<TreeNode> nodes = new ArrayList<>();
    int left = branch.cgroups();
    for (Forest.Branch child : children) {
      if (chosen.contains(child)) {
        nodes.add(node(child, child.name(), someOf(child.children()), chosen, depth + 1, open));
        left -= withProcesses(child);
      }
    }
    // A cgroup that the limit leaves out can be in the tree, for what is below it: then its
    // processes are neither counted nor named.
    List<ProcessInfo> processes = branch.own() == 0 ? List.of() : branch.shown();
    return new TreeNode(
        name,
        links.cgroups(branch.path()),
        branch.own(),
        branch.below(),
        owner(branch.path()),
        tags(branch),
        stats.map(text -> text.line(branch.path())).orElse(""),
        processes.stream()
            .limit(PROCESSES)
            .map(
                process ->
                    new TreeNode.Member(
                        process.pid(),
                        process.comm(),
                        links.process(process.pid()),
                        shown.violates(process)))
            .toList(),
        Math.max(0, branch.own() - Math.min(PROCESSES, processes.size())),
        links.processesIn(branch.path()),
        nodes,
        left,
        depth <= open);
  }

  /** A cgroup and those below it. */
  private static int withProcesses(Forest.Branch branch) {
    return branch.cgroups() + (branch.own() > 0 ? 1 : 0);
  }

  private List<Tag> tags(Forest.Branch branch) {
    List<Tag> tags = new ArrayList<>();
    if (branch.violations() > 0) {
      tags.add(Tag.of(Text.count(branch.violations(), "violation", "violations"), Tone.BAD));
    }
    if (brokenLimits.containsKey(branch.path())) {
      tags.add(new Tag("limits not as expected", Tone.BAD, links.to(Section.EXPECTATIONS)));
    }
    return tags;
  }

  /** A unit is in the name already. */
  private String owner(CgroupPath cgroup) {
    Attribution made = attributor.attribute(cgroup);
    return made.containerId().isEmpty() && made.slurmJob().isEmpty()
        ? made.podUid().isEmpty() ? "" : "pod " + made.podUid()
        : NamespacesPage.owner(made);
  }
}
