package io.cgck.procfs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The cgroup mounts of {@code /proc/PID/mountinfo} ({@code proc_pid_mountinfo(5)}). The file
 * belongs to the mount namespace and the root directory of the process; roots of cgroup mounts are
 * relative to the cgroup namespace of the <em>reader</em>.
 *
 * @param mounts in the kernel's order
 * @param malformedLines lines that could not be understood: the kernel promises no consistent text
 *     beyond a page, so while mounts change a line can be torn
 * @param omitted cgroup mounts that are not kept because there are absurdly many
 */
public record ProcMountinfo(List<Mount> mounts, int malformedLines, int omitted) {
  /** The last ones are kept: they are those that lie on top. */
  private static final int MOUNTS_KEPT = 256;

  private static final int FIELDS_BEFORE_OPTIONAL = 6;

  public ProcMountinfo {
    mounts = List.copyOf(mounts);
  }

  /**
   * A mount of file system type cgroup or cgroup2.
   *
   * @param root the cgroup at the root of the mount, as the reader sees it
   * @param mountPoint relative to the root directory of the process
   * @param options of the mount
   * @param propagation the optional fields ({@code shared:9}), separated by spaces
   * @param unified whether the type is cgroup2
   * @param superOptions of the super block; for cgroup v1 they name the controllers
   * @param hidden whether another mount lies over it or over a directory on the way to it
   */
  public record Mount(
      String root,
      String mountPoint,
      Set<String> options,
      String propagation,
      boolean unified,
      Set<String> superOptions,
      boolean hidden) {
    public boolean isReadOnly() {
      return options.contains("ro");
    }
  }

  static ProcMountinfo parse(byte[] bytes, int length) {
    KernelText text = KernelText.of(bytes, length);
    MountTree tree = new MountTree();
    List<CgroupLine> found = new ArrayList<>();
    int malformed = 0;
    int start = 0;
    while (start < length) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? length : newline;
      if (!parseLine(text.slice(start, end), tree, found)) {
        malformed++;
      }
      start = end + 1;
    }
    List<CgroupLine> kept = found.subList(Math.max(0, found.size() - MOUNTS_KEPT), found.size());
    return new ProcMountinfo(
        kept.stream().map(line -> line.toMount(tree)).toList(),
        malformed,
        found.size() - kept.size());
  }

  /** A line about a cgroup, before all others are known. */
  private record CgroupLine(MountTree.Node node, Mount mount) {
    Mount toMount(MountTree tree) {
      return new Mount(
          mount.root(),
          mount.mountPoint(),
          mount.options(),
          mount.propagation(),
          mount.unified(),
          mount.superOptions(),
          tree.isHidden(node));
    }
  }

  /** Adds the mount if the line is about a cgroup; false if the line cannot be understood. */
  private static boolean parseLine(KernelText line, MountTree tree, List<CgroupLine> found) {
    List<KernelText> fields = split(line, ' ');
    int separator = FIELDS_BEFORE_OPTIONAL;
    while (separator < fields.size() && !fields.get(separator).contentEquals("-")) {
      separator++;
    }
    // After the separator: type, source, super options. A source may be empty or hold spaces in old
    // kernels, so the options are the last field.
    if (separator + 3 >= fields.size()
        || fields.get(0).number() < 0
        || fields.get(1).number() < 0) {
      return false;
    }
    String mountPoint = fields.get(4).unescapeOctal().toString();
    MountTree.Node node =
        new MountTree.Node(fields.get(0).number(), fields.get(1).number(), mountPoint);
    tree.add(node);
    KernelText type = fields.get(separator + 1);
    boolean unified = type.contentEquals("cgroup2");
    if (!unified && !type.contentEquals("cgroup")) {
      return true;
    }
    String root = fields.get(3).unescapeOctal().toString();
    if (!root.startsWith("/")) {
      return false;
    }
    StringBuilder propagation = new StringBuilder();
    for (KernelText field : fields.subList(FIELDS_BEFORE_OPTIONAL, separator)) {
      propagation.append(propagation.isEmpty() ? "" : " ").append(field);
    }
    found.add(
        new CgroupLine(
            node,
            new Mount(
                root,
                mountPoint,
                optionSet(fields.get(5)),
                propagation.toString(),
                unified,
                optionSet(fields.getLast()),
                false)));
    return true;
  }

  private static List<KernelText> split(KernelText text, char separator) {
    List<KernelText> fields = new ArrayList<>(12);
    int start = 0;
    while (true) {
      int end = text.indexOf(separator, start);
      if (end < 0) {
        fields.add(text.from(start));
        return fields;
      }
      fields.add(text.slice(start, end));
      start = end + 1;
    }
  }

  /** A comma in the value of an option is escaped, so options are separated first. */
  private static Set<String> optionSet(KernelText options) {
    Set<String> set = new LinkedHashSet<>();
    for (KernelText option : split(options, ',')) {
      set.add(option.unescapeOctal().toString());
    }
    return set;
  }
}
