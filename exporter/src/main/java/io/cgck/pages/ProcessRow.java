package io.cgck.pages;

import static java.util.Objects.requireNonNull;

import io.cgck.expect.Standing;
import io.cgck.expect.State;
import io.cgck.metrics.Shown;
import io.cgck.model.CgroupPath;
import io.cgck.model.MountView;
import io.cgck.model.NamespaceId;
import io.cgck.model.Placement;
import io.cgck.model.ProcessInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of the table of processes: what {@code cgck ps} prints of one. What could not be read is
 * {@code ?}, a mount that is not there {@code -}.
 *
 * @param namespace inode of its cgroup namespace
 * @param tags what is not as it should be
 */
record ProcessRow(
    int pid,
    String comm,
    String href,
    String namespace,
    String cgroup,
    String seenCgroup,
    String mountRoot,
    List<Tag> tags) {
  static final String UNREAD = "?";
  private static final String NOT_MOUNTED = "-";

  ProcessRow {
    requireNonNull(comm, "comm is null");
    requireNonNull(href, "href is null");
    requireNonNull(namespace, "namespace is null");
    requireNonNull(cgroup, "cgroup is null");
    requireNonNull(seenCgroup, "seenCgroup is null");
    requireNonNull(mountRoot, "mountRoot is null");
    tags = List.copyOf(tags);
  }

  static ProcessRow of(ProcessInfo process, Shown shown, Links links) {
    Placement placement = process.placement();
    return new ProcessRow(
        process.pid(),
        process.comm(),
        links.process(process.pid()),
        process.namespaces().cgroup().map(ProcessRow::inode).orElse(UNREAD),
        placement.cgroup().map(CgroupPath::value).orElse(UNREAD),
        placement.seenCgroup().orElse(UNREAD),
        placement.mount() instanceof MountView.NotMounted
            ? NOT_MOUNTED
            : placement.seenMountRoot().orElse(UNREAD),
        tags(process, shown, links));
  }

  long weight() {
    return Weight.of(comm, cgroup, seenCgroup, mountRoot);
  }

  private static String inode(NamespaceId id) {
    return Long.toString(id.inode());
  }

  private static List<Tag> tags(ProcessInfo process, Shown shown, Links links) {
    List<Tag> tags = new ArrayList<>();
    for (Standing standing : shown.standings(process)) {
      String name = standing.expectation().name();
      String href = links.to(Section.EXPECTATIONS) + "#" + ExpectationsPage.Rule.anchor(name);
      if (standing.isViolated()) {
        tags.add(new Tag("violates " + name, Tone.BAD, href));
      } else if (standing.state() == State.PENDING) {
        tags.add(new Tag("breaks " + name + ", for now", Tone.WARN, href));
      }
    }
    if (process.placement().outside().orElse(false)) {
      tags.add(Tag.of("outside", Tone.WARN));
    }
    if (process.placement().staleMount().orElse(false)) {
      tags.add(Tag.of("stale mount", Tone.WARN));
    }
    return tags;
  }
}
