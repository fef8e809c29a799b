package io.cgck.cgroupfs;

import static java.util.Objects.requireNonNull;

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
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the files of cgroups, of all hierarchies of the host. Opens for reading only.
 *
 * <p>Belongs to the thread that makes it: it has one buffer, and paths that lead through {@code
 * /proc/self} are that thread's.
 */
public final class CgroupReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CgroupReader.class);

  /** After so many rounds a hierarchy that was found nowhere is looked for again. */
  private static final int LOOK_AGAIN_EVERY = 12;

  private final KernelReader reader = new KernelReader();
  private final Path sysfs;
  private final HierarchyRoots roots;
  private final DescriptorBudget budget;
  private final ReadErrors errors = new ReadErrors();
  private final Map<Hierarchy, CgroupTree> trees = new TreeMap<>();
  private final Map<Hierarchy, Integer> notFound = new TreeMap<>();
  private final Map<Question, List<CgroupFile>> files = new HashMap<>();

  /** Which files are meant, once for all cgroups that are asked the same. */
  private record Question(Hierarchy hierarchy, Set<FileGroup> groups, Set<LimitKind> limits) {}

  private OptionalInt pageBytes = OptionalInt.empty();

  /**
   * Makes one. It lets this process have as many files open as the kernel allows it, and keeps a
   * part of them.
   *
   * @param sysfs at whose {@code fs/cgroup} hierarchies usually are
   * @param procfs through which mounts elsewhere are reached
   */
  public CgroupReader(Path sysfs, Path procfs) {
    this.sysfs = requireNonNull(sysfs, "sysfs is null");
    this.roots = new HierarchyRoots(reader, sysfs, procfs);
    this.budget = DescriptorBudget.of(reader.raiseOpenFiles());
  }

  /** Makes one that keeps so many directories open. */
  CgroupReader(Path sysfs, Path procfs, DescriptorBudget budget) {
    this.sysfs = sysfs;
    this.roots = new HierarchyRoots(reader, sysfs, procfs);
    this.budget = budget;
  }

  /** Begins a round of reading, of files that are in these groups or tell these limits. */
  public void begin(Snapshot snapshot, Set<FileGroup> groups, Set<LimitKind> limits) {
    for (Hierarchy hierarchy : snapshot.hierarchies()) {
      if (!trees.containsKey(hierarchy)
          && !filesOf(hierarchy, groups, limits).isEmpty()
          && notFound.merge(hierarchy, 1, Integer::sum) % LOOK_AGAIN_EVERY == 1) {
        find(hierarchy, snapshot);
      }
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // closed with the tree
  private void find(Hierarchy hierarchy, Snapshot snapshot) {
    Optional<Descriptor> root = roots.open(hierarchy, snapshot);
    if (root.isPresent()) {
      trees.put(hierarchy, new CgroupTree(reader, root.get(), budget, errors));
    } else {
      long times = errors.add("the root of " + hierarchy.title(), "not_found");
      if (times == 1) {
        LOG.warn(
            "the files of cgroups in the hierarchy {} cannot be read: its root is mounted neither"
                + " below {}/fs/cgroup nor, as far as can be seen, in the mount namespace of any"
                + " process; mount it read-only and pass --path.sysfs, or give CAP_SYS_PTRACE",
            hierarchy.title(),
            sysfs);
      }
    }
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
    return read(cgroup, filesOf(cgroup.hierarchy(), groups, limits));
  }

  private List<CgroupFile> filesOf(
      Hierarchy hierarchy, Set<FileGroup> groups, Set<LimitKind> limits) {
    return files.computeIfAbsent(
        new Question(hierarchy, groups, limits),
        question -> CgroupFile.of(question.hierarchy, question.groups, question.limits));
  }

  /** Reads which controllers a cgroup has; empty if that is not known. */
  public Optional<SortedSet<String>> controllers(CgroupKey cgroup) {
    return read(cgroup, CgroupFile.ofControllers(cgroup.hierarchy()))
        .filter(DirectoryReading.Seen.class::isInstance)
        .flatMap(reading -> ((DirectoryReading.Seen) reading).contents().controllers());
  }

  private Optional<DirectoryReading> read(CgroupKey cgroup, List<CgroupFile> wanted) {
    CgroupTree tree = trees.get(cgroup.hierarchy());
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

  /** Size of a page of memory: the kernel keeps limits of memory in whole ones. */
  public int pageBytes() {
    int bytes = pageBytes.orElseGet(reader::pageBytes);
    pageBytes = OptionalInt.of(bytes);
    return bytes;
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
