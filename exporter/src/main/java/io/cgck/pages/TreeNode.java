package io.cgck.pages;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A cgroup in the tree.
 *
 * @param href the tree that begins with it
 * @param own how many processes are in it
 * @param below how many are in it or below
 * @param owner who made it, where that is more than its name: a container, a job
 * @param stats what it uses and may use; empty where its files are not read
 * @param processes in it, some of them
 * @param moreProcesses how many more there are
 * @param processesHref those of them that have series
 * @param children below it, as far as there is room for them
 * @param left how many cgroups with processes below it are left out
 * @param open whether it is unfolded at first
 */
record TreeNode(
    String name,
    String href,
    int own,
    int below,
    String owner,
    List<Tag> tags,
    String stats,
    List<Member> processes,
    int moreProcesses,
    String processesHref,
    List<TreeNode> children,
    int left,
    boolean open) {
  TreeNode {
    requireNonNull(name, "name is null");
    requireNonNull(href, "href is null");
    requireNonNull(owner, "owner is null");
    tags = List.copyOf(tags);
    requireNonNull(stats, "stats is null");
    processes = List.copyOf(processes);
    requireNonNull(processesHref, "processesHref is null");
    children = List.copyOf(children);
  }

  /** A process in it. */
  record Member(int pid, String comm, String href, boolean violates) {}

  String counts() {
    String all = Text.count(below, "process", "processes");
    return own == below || own == 0 ? all : all + ", " + Text.count(own) + " of them right here";
  }
}
