package io.cgck.scan;

import io.cgck.model.CgroupMount;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.MountNamespace;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.procfs.ProcMountinfo;
import io.cgck.procfs.ProcessDirectory;
import io.cgck.procfs.Procfs;
import io.cgck.procfs.ReadResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The cgroup mounts of every mount namespace and process root, read through a member.
 *
 * <p>What is new is read at once. What is known is read again, longest ago first, for as long as
 * the allowance of a scan lasts: on an ordinary host that is everything at every scan; where
 * hundreds of containers have tables of a megabyte, it takes turns. No descriptor is kept, because
 * an open mountinfo would keep the mounts of a dead container alive.
 */
final class MountTable {
  private static final int MEMBERS_TO_TRY = 4;
  private static final long MOUNT_WEIGHT = 200;

  /** Characters that all tables together may hold. */
  private static final long HEAVIEST = 16 * 1024 * 1024;

  /** What is new is read at once, but for no longer than this: the rest waits for the next scan. */
  private static final long NANOS_FOR_NEW = 1_000_000_000;

  private static final String V1_PARENT = "/sys/fs/cgroup";

  private final Procfs procfs;
  private final ErrorCounts errors;
  private final LongSupplier nanoClock;
  private final Map<Key, Entry> entries = new LinkedHashMap<>();
  private long weight;

  MountTable(Procfs procfs, ErrorCounts errors, LongSupplier nanoClock) {
    this.procfs = procfs;
    this.errors = errors;
    this.nanoClock = nanoClock;
  }

  /** What a mount table belongs to. */
  record Key(NamespaceId namespace, String processRoot) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && namespace.equals(that.namespace)
          && processRoot.equals(that.processRoot);
    }

    @Override
    public int hashCode() {
      return 31 * namespace.hashCode() + processRoot.hashCode();
    }

    static Optional<Key> of(Observation process) {
      return process
          .namespaces()
          .get(NamespaceKind.MNT)
          .flatMap(namespace -> process.processRoot().map(root -> new Key(namespace, root)));
    }
  }

  /** What was read, empty if that failed; it is tried again in its turn. */
  private record Entry(long readAtNanos, Optional<List<ProcMountinfo.Mount>> mounts) {
    /** About how many characters it holds. */
    long weight() {
      return mounts.orElse(List.of()).stream()
          .mapToLong(mount -> MOUNT_WEIGHT + mount.root().length() + mount.mountPoint().length())
          .sum();
    }
  }

  /**
   * Brings the table up to date.
   *
   * @param members for every mount namespace and root that has processes, their PIDs
   * @param allowanceNanos time for reading again what is known
   */
  void refresh(Map<Key, List<Integer>> members, long allowanceNanos) {
    entries.keySet().retainAll(members.keySet());
    weight = entries.values().stream().mapToLong(Entry::weight).sum();
    List<Map.Entry<Key, List<Integer>>> known = new ArrayList<>();
    long begin = nanoClock.getAsLong();
    for (Map.Entry<Key, List<Integer>> member : members.entrySet()) {
      if (entries.containsKey(member.getKey())) {
        known.add(member);
      } else if (nanoClock.getAsLong() - begin < NANOS_FOR_NEW) {
        read(member.getKey(), member.getValue());
      }
    }
    known.sort(Comparator.comparingLong(member -> readAt(member.getKey())));
    begin = nanoClock.getAsLong();
    for (Map.Entry<Key, List<Integer>> member : known) {
      read(member.getKey(), member.getValue());
      if (nanoClock.getAsLong() - begin > allowanceNanos) {
        return;
      }
    }
  }

  private long readAt(Key key) {
    Entry entry = entries.get(key);
    return entry == null ? Long.MIN_VALUE : entry.readAtNanos();
  }

  private void read(Key key, List<Integer> members) {
    for (int pid : members.subList(0, Math.min(MEMBERS_TO_TRY, members.size()))) {
      try (ProcessDirectory directory = procfs.process(pid)) {
        if (directory.failure().isPresent() || !isMember(directory, key)) {
          continue;
        }
        ReadResult<ProcMountinfo> result = directory.mountinfo();
        Optional<ProcMountinfo> mountinfo = errors.valueOf(result, "mountinfo");
        if (mountinfo.isPresent()) {
          errors.add("mountinfo", "malformed", mountinfo.get().malformedLines());
          errors.add("mountinfo", "too_many_mounts", mountinfo.get().omitted());
          put(key, new Entry(nanoClock.getAsLong(), mountinfo.map(ProcMountinfo::mounts)));
          return;
        }
      }
    }
    put(key, new Entry(nanoClock.getAsLong(), Optional.empty()));
  }

  private void put(Key key, Entry entry) {
    Entry before = entries.getOrDefault(key, new Entry(0, Optional.empty()));
    long after = weight - before.weight() + entry.weight();
    if (after > HEAVIEST) {
      errors.add("mountinfo", "too_many_mounts", entry.mounts().orElse(List.of()).size());
      put(key, new Entry(entry.readAtNanos(), Optional.empty()));
    } else {
      weight = after;
      entries.put(key, entry);
    }
  }

  /** Whether the process still is where it was when it was looked at. */
  private static boolean isMember(ProcessDirectory directory, Key key) {
    return directory.namespace(NamespaceKind.MNT).toOptional().equals(Optional.of(key.namespace()))
        && directory.root().toOptional().equals(Optional.of(key.processRoot()));
  }

  /** The cgroup mounts as the kernel listed them; empty if they could not be read. */
  Optional<List<ProcMountinfo.Mount>> mounts(Key key) {
    return Optional.ofNullable(entries.get(key)).flatMap(Entry::mounts);
  }

  /** The same as records of the model. Roots must have been read as absolute paths. */
  List<MountNamespace> mountNamespaces(Collection<Hierarchy> hierarchies) {
    List<MountNamespace> all = new ArrayList<>();
    entries.forEach(
        (key, entry) ->
            all.add(
                new MountNamespace(
                    key.namespace(),
                    key.processRoot(),
                    entry.mounts().orElse(List.of()).stream()
                        .flatMap(mount -> toModel(mount, hierarchies).stream())
                        .toList())));
    all.sort(
        Comparator.comparingLong((MountNamespace each) -> each.id().inode())
            .thenComparing(MountNamespace::processRoot));
    return all;
  }

  static Optional<CgroupMount> toModel(
      ProcMountinfo.Mount mount, Collection<Hierarchy> hierarchies) {
    return hierarchyOf(mount, hierarchies)
        .map(
            hierarchy ->
                new CgroupMount(
                    hierarchy,
                    new CgroupPath(mount.root()),
                    mount.mountPoint(),
                    mount.propagation(),
                    mount.isReadOnly(),
                    mount.hidden()));
  }

  static Optional<Hierarchy> hierarchyOf(
      ProcMountinfo.Mount mount, Collection<Hierarchy> hierarchies) {
    return hierarchies.stream().filter(hierarchy -> isOf(mount, hierarchy)).findFirst();
  }

  /**
   * The mount of a hierarchy that a process reaches: the topmost one at the usual place, else the
   * last one.
   */
  static Optional<ProcMountinfo.Mount> reached(
      List<ProcMountinfo.Mount> mounts, Hierarchy hierarchy) {
    Optional<ProcMountinfo.Mount> last = Optional.empty();
    Optional<ProcMountinfo.Mount> lastAtUsualPlace = Optional.empty();
    for (ProcMountinfo.Mount mount : mounts) {
      if (!mount.hidden() && isOf(mount, hierarchy)) {
        last = Optional.of(mount);
        if (isUsualPlace(mount.mountPoint(), hierarchy)) {
          lastAtUsualPlace = last;
        }
      }
    }
    return lastAtUsualPlace.isPresent() ? lastAtUsualPlace : last;
  }

  private static boolean isUsualPlace(String mountPoint, Hierarchy hierarchy) {
    return hierarchy.isUnified()
        ? mountPoint.equals("/sys/fs/cgroup") || mountPoint.equals("/sys/fs/cgroup/unified")
        : mountPoint.lastIndexOf('/') == V1_PARENT.length() && mountPoint.startsWith(V1_PARENT);
  }

  private static boolean isOf(ProcMountinfo.Mount mount, Hierarchy hierarchy) {
    return mount.unified() ? hierarchy.isUnified() : hierarchy.isMountedWith(mount.superOptions());
  }
}
