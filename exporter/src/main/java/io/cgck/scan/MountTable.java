package io.cgck.scan;

import io.cgck.model.CgroupMount;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.MountNamespace;
import io.cgck.model.NamespaceId;
import io.cgck.procfs.ProcMountinfo;
import io.cgck.procfs.ProcessDirectory;
import io.cgck.procfs.ProcessDirectory.MountinfoRead;
import io.cgck.procfs.Procfs;
import io.cgck.procfs.RawMountinfo;
import io.cgck.procfs.ReadResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The cgroup mounts of every mount namespace and process root, read through a member.
 *
 * <p>What is new is read at once. What is known is read again, longest ago first, some at every
 * scan and for no longer than its allowance: on an ordinary host that is everything at every scan;
 * where hundreds of containers have tables of a megabyte, it takes turns. No descriptor is kept,
 * because an open mountinfo would keep the mounts of a dead container alive.
 */
final class MountTable {
  private static final int MEMBERS_TO_TRY = 4;
  private static final long MOUNT_WEIGHT = 200;

  /** Characters that all tables together may hold. */
  private static final long HEAVIEST = 16 * 1024 * 1024;

  /** What is new is read at once, but for no longer than this: the rest waits for the next scan. */
  private static final long NANOS_FOR_NEW = 1_000_000_000;

  /** So many tables are read again at a scan, and not less than a part of all. */
  private static final int AGAIN_AT_LEAST = 16;

  private static final int AGAIN_PART = 12;

  /** A text of at most so many bytes is kept, to tell that it is still the same. */
  private static final int KEPT_TEXT = 32 * 1024;

  private static final String V1_PARENT = "/sys/fs/cgroup";

  private final Procfs procfs;
  private final ErrorCounts errors;
  private final LongSupplier nanoClock;

  /** Read longest ago first. */
  private final Map<Key, Entry> entries = new LinkedHashMap<>();

  private long weight;
  private boolean changed;

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
  }

  /**
   * What was read.
   *
   * @param mounts empty if that failed; it is tried again in its turn
   * @param text that says so
   */
  private record Entry(Optional<List<ProcMountinfo.Mount>> mounts, RawMountinfo text) {
    static final Entry UNREAD = new Entry(Optional.empty(), RawMountinfo.NOTHING);

    /** About how many characters it holds. */
    long weight() {
      long sum = text.length();
      for (ProcMountinfo.Mount mount : mounts.orElse(List.of())) {
        sum += MOUNT_WEIGHT + mount.root().length() + mount.mountPoint().length();
      }
      return sum;
    }
  }

  /**
   * Brings the table up to date.
   *
   * @param members for every mount namespace and root that has processes, some of their PIDs
   * @param allowanceNanos time for reading again what is known
   * @return whether anything changed
   */
  boolean refresh(Map<Key, List<Integer>> members, long allowanceNanos) {
    changed = false;
    if (!members.keySet().containsAll(entries.keySet())) {
      entries.keySet().retainAll(members.keySet());
      weight = 0;
      entries.values().forEach(entry -> weight += entry.weight());
      changed = true;
    }
    List<Key> known = longestAgo();
    readNew(members);
    long begin = nanoClock.getAsLong();
    for (Key key : known) {
      read(key, members.getOrDefault(key, List.of()));
      if (nanoClock.getAsLong() - begin > allowanceNanos) {
        break;
      }
    }
    return changed;
  }

  private List<Key> longestAgo() {
    int count = Math.min(entries.size(), AGAIN_AT_LEAST + entries.size() / AGAIN_PART);
    List<Key> known = new ArrayList<>(count);
    for (Key key : entries.keySet()) {
      if (known.size() == count) {
        break;
      }
      known.add(key);
    }
    return known;
  }

  private void readNew(Map<Key, List<Integer>> members) {
    if (entries.size() == members.size()) {
      return;
    }
    long begin = nanoClock.getAsLong();
    for (Map.Entry<Key, List<Integer>> member : members.entrySet()) {
      if (!entries.containsKey(member.getKey()) && nanoClock.getAsLong() - begin < NANOS_FOR_NEW) {
        read(member.getKey(), member.getValue());
      }
    }
  }

  private void read(Key key, List<Integer> members) {
    Entry before = entries.getOrDefault(key, Entry.UNREAD);
    for (int pid : members.subList(0, Math.min(MEMBERS_TO_TRY, members.size()))) {
      try (ProcessDirectory directory = procfs.process(pid)) {
        if (!directory.isOpen() || !isMember(directory, key)) {
          continue;
        }
        ReadResult<MountinfoRead> result = directory.mountinfo(before.text(), KEPT_TEXT);
        Optional<MountinfoRead> read = errors.valueOf(result, "mountinfo");
        if (read.isPresent()) {
          put(key, before, read.get().unchanged() ? before : entry(read.get()));
          return;
        }
      }
    }
    put(key, before, Entry.UNREAD);
  }

  private Entry entry(MountinfoRead read) {
    errors.add("mountinfo", "malformed", read.parsed().malformedLines());
    errors.add("mountinfo", "too_many_mounts", read.parsed().omitted());
    return new Entry(Optional.of(read.parsed().mounts()), read.text());
  }

  private void put(Key key, Entry before, Entry entry) {
    // Taken out first: what was read last comes last.
    boolean known = entries.remove(key) != null;
    long without = known ? weight - before.weight() : weight;
    Entry next = entry;
    if (without + entry.weight() > HEAVIEST) {
      errors.add("mountinfo", "too_many_mounts", entry.mounts().orElse(List.of()).size());
      next = Entry.UNREAD;
    }
    weight = without + next.weight();
    changed |= !known || !next.mounts().equals(before.mounts());
    entries.put(key, next);
  }

  /** Whether the process still is where it was when it was looked at. */
  private static boolean isMember(ProcessDirectory directory, Key key) {
    return directory.isIn(key.namespace()) && directory.hasRoot(key.processRoot());
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
    all.sort(MountTable::byNamespace);
    return all;
  }

  private static int byNamespace(MountNamespace one, MountNamespace other) {
    int byInode = Long.compare(one.id().inode(), other.id().inode());
    return byInode != 0 ? byInode : one.processRoot().compareTo(other.processRoot());
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
