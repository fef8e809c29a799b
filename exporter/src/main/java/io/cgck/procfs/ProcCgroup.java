package io.cgck.procfs;

import io.cgck.model.Hierarchy;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code /proc/PID/cgroup} ({@code proc_pid_cgroup(5)}): a line {@code ID:controllers:path} for
 * every hierarchy. Paths are relative to the cgroup namespace of the <em>reader</em>.
 */
public record ProcCgroup(List<Line> lines) {
  private static final String REMOVED = " (deleted)";

  public ProcCgroup {
    lines = List.copyOf(lines);
  }

  /**
   * One line.
   *
   * @param path as the kernel wrote it; begins with {@code /..} outside the reader's namespace
   */
  public record Line(Hierarchy hierarchy, String path) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Line that
          && hierarchy.equals(that.hierarchy)
          && path.equals(that.path);
    }

    @Override
    public int hashCode() {
      return 31 * hierarchy.hashCode() + path.hashCode();
    }

    /**
     * Whether the cgroup was removed. The kernel marks only cgroups of the unified hierarchy, and
     * only zombies can be in a removed one; in all other cases the mark is part of a name ({@code
     * proc_cgroup_show()} in {@code kernel/cgroup/cgroup.c}).
     */
    public boolean isRemoved(boolean zombie) {
      return zombie && hierarchy.isUnified() && path.endsWith(REMOVED);
    }

    /** The path without the mark of a removed cgroup. */
    public String pathOf(boolean zombie) {
      return isRemoved(zombie) ? path.substring(0, path.length() - REMOVED.length()) : path;
    }
  }

  /** Parses the file. A path may hold any byte but a newline, so only two colons separate. */
  static ReadResult<ProcCgroup> parse(byte[] bytes, int length) {
    KernelText text = KernelText.of(bytes, length);
    List<Line> lines = new ArrayList<>();
    int start = 0;
    while (start < length) {
      int end = text.indexOf('\n', start);
      if (end < 0) {
        return new ReadResult.Malformed<>("last line is cut: '" + text.from(start) + "'");
      }
      KernelText line = text.slice(start, end);
      int first = line.indexOf(':', 0);
      int second = first < 0 ? -1 : line.indexOf(':', first + 1);
      if (second < 0) {
        return new ReadResult.Malformed<>("expected ID:controllers:path, found '" + line + "'");
      }
      long id = line.slice(0, first).number();
      KernelText path = line.from(second + 1);
      if (id < 0 || id > Integer.MAX_VALUE || path.length() == 0 || path.at(0) != '/') {
        return new ReadResult.Malformed<>("expected ID:controllers:/path, found '" + line + "'");
      }
      String controllers = line.slice(first + 1, second).toString();
      lines.add(new Line(new Hierarchy((int) id, controllers), path.toString()));
      start = end + 1;
    }
    return new ReadResult.Ok<>(new ProcCgroup(lines));
  }
}
