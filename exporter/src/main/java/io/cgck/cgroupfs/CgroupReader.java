package io.cgck.cgroupfs;

import io.cgck.kernel.Descriptor;
import io.cgck.kernel.KernelReader;
import io.cgck.model.CgroupPath;
import io.cgck.model.FileGroup;
import io.cgck.model.Hierarchy;
import io.cgck.model.LimitKind;
import io.cgck.model.ScanError;
import io.cgck.model.Snapshot;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the files of cgroups, of all hierarchies of the host. Opens for reading only.
 *
 * <p>Belongs to the thread that makes it: it has one buffer, and paths that lead through {@code
 * /proc/self} are that thread's.
 */
public final class CgroupReader implements AutoCloseable {
  /** After so many rounds a hierarchy that was found nowhere is looked for again. */
  private static final int LOOK_AGAIN_EVERY = 12;

  private final KernelReader reader = new KernelReader();
  private final HierarchyRoots roots;
  private final DescriptorBudget budget;
  private final ReadErrors errors = new ReadErrors();
  private final Map<Hierarchy, CgroupTree> trees = new TreeMap<>();
  private final Map<Hierarchy, Integer> notFound = new TreeMap<>();
  private final Map<Question, List<CgroupFile>> files = new HashMap<>();

  /** Which files are meant, once for all cgroups that are asked the same. */
  private record Question(Hierarchy hierarchy, Set<FileGroup> groups, Set<LimitKind> limits) {}

  /**
   * Makes one.
   *
   * @param sysfs at whose {@code fs/cgroup} hierarchies usually are
   * @param procfs through which mounts elsewhere are reached
   * @param mostOpen how many directories may stay open
   */
  public CgroupReader(Path sysfs, Path procfs, int mostOpen) {
    this.roots = new HierarchyRoots(reader, sysfs, procfs);
    this.budget = new DescriptorBudget(mostOpen);
  }

  /** Begins a round of reading. */
  public void begin(Snapshot snapshot) {
    for (Hierarchy hierarchy : snapshot.hierarchies()) {
      boolean due = notFound.getOrDefault(hierarchy, 0) % LOOK_AGAIN_EVERY == 0;
      if (!trees.containsKey(hierarchy)) {
        if (due && hasFiles(hierarchy)) {
          find(hierarchy, snapshot);
        }
        notFound.merge(hierarchy, 1, Integer::sum);
      }
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // closed with the tree
  private void find(Hierarchy hierarchy, Snapshot snapshot) {
    Optional<Descriptor> root = roots.open(hierarchy, snapshot);
    if (root.isPresent()) {
      trees.put(hierarchy, new CgroupTree(reader, root.get(), budget, errors));
    } else {
      errors.add("the root of " + nameOf(hierarchy), "not_found");
    }
  }

  private static boolean hasFiles(Hierarchy hierarchy) {
    return !CgroupFile.of(hierarchy, Set.of(FileGroup.values()), Set.of()).isEmpty();
  }

  /** What people call it: {@code unified}, or its controllers. */
  public static String nameOf(Hierarchy hierarchy) {
    return hierarchy.isUnified() ? "unified" : hierarchy.controllers();
  }

  /** Whether a hierarchy can have a limit: cgroup v1 has no {@code memory.high}. */
  public static boolean hasLimit(Hierarchy hierarchy, LimitKind limit) {
    return !CgroupFile.of(hierarchy, Set.of(), Set.of(limit)).isEmpty();
  }

  /** Whether the root of a hierarchy was found, so that its cgroups can be read. */
  public boolean reaches(Hierarchy hierarchy) {
    return trees.containsKey(hierarchy);
  }

  /**
   * Reads the files of a cgroup that are in these groups or tell these limits.
   *
   * @return empty if its hierarchy has no such files, or was not found
   */
  public Optional<DirectoryReading> read(
      CgroupKey cgroup, Set<FileGroup> groups, Set<LimitKind> limits) {
    CgroupTree tree = trees.get(cgroup.hierarchy());
    List<CgroupFile> wanted =
        files.computeIfAbsent(
            new Question(cgroup.hierarchy(), groups, limits),
            question -> CgroupFile.of(question.hierarchy, question.groups, question.limits));
    return tree == null || wanted.isEmpty()
        ? Optional.empty()
        : Optional.of(tree.read(cgroup.path(), wanted));
  }

  /** Keeps the directories of these cgroups open and closes all others. */
  public void retain(Set<CgroupKey> wanted) {
    Map<Hierarchy, Set<CgroupPath>> paths = new HashMap<>();
    wanted.forEach(
        key -> paths.computeIfAbsent(key.hierarchy(), same -> new HashSet<>()).add(key.path()));
    trees.forEach((hierarchy, tree) -> tree.retain(paths.getOrDefault(hierarchy, Set.of())));
  }

  /** What could not be read so far, by file and reason. */
  public Map<ScanError, Long> errors() {
    return errors.counts();
  }

  @Override
  public void close() {
    trees.values().forEach(CgroupTree::close);
    trees.clear();
  }
}
