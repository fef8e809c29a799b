package io.cgck.cgroupfs;

import io.cgck.kernel.FileName;
import io.cgck.model.FileGroup;
import io.cgck.model.Hierarchy;
import io.cgck.model.IoQuantity;
import io.cgck.model.LimitKind;
import io.cgck.model.Quantity;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The files that are read. What they mean is said in the kernel's {@code
 * Documentation/admin-guide/cgroup-v2.rst}, of those of cgroup v1 in {@code
 * Documentation/admin-guide/cgroup-v1}. Where v1 tells the same under another name, it becomes the
 * same quantity; what it alone has is not read.
 */
enum CgroupFile {
  CGROUP_CONTROLLERS(2, "", FileGroup.CORE, "cgroup.controllers", ControllerNames.OWN),
  CGROUP_EVENTS(2, "", FileGroup.CORE, "cgroup.events", new CgroupEvents()),
  CGROUP_FREEZE(2, "", FileGroup.CORE, "cgroup.freeze", new CgroupFreeze()),
  CGROUP_MAX_DEPTH(2, "", FileGroup.CORE, "cgroup.max.depth", new Amount(Quantity.DEPTH_MAX)),
  CGROUP_MAX_DESCENDANTS(
      2, "", FileGroup.CORE, "cgroup.max.descendants", new Amount(Quantity.DESCENDANTS_MAX)),
  CGROUP_STAT(
      2,
      "",
      FileGroup.CORE,
      "cgroup.stat",
      FlatKeyed.of(
          new FlatKeyed.Key("nr_descendants", Quantity.DESCENDANTS),
          new FlatKeyed.Key("nr_dying_descendants", Quantity.DYING_DESCENDANTS))),
  CGROUP_SUBTREE_CONTROL(
      2, "", FileGroup.CORE, "cgroup.subtree_control", ControllerNames.PASSED_ON),
  CGROUP_TYPE(2, "", FileGroup.CORE, "cgroup.type", new CgroupType()),
  CGROUP_PROCS(2, "", FileGroup.MEMBERS, "cgroup.procs", new LineCount(Quantity.PROCESSES)),
  CGROUP_THREADS(2, "", FileGroup.MEMBERS, "cgroup.threads", new LineCount(Quantity.THREADS)),
  CPU_PRESSURE(
      2,
      "",
      FileGroup.PRESSURE,
      "cpu.pressure",
      new Pressure(Quantity.CPU_WAITING_SECONDS, Quantity.CPU_STALLED_SECONDS)),
  IO_PRESSURE(
      2,
      "",
      FileGroup.PRESSURE,
      "io.pressure",
      new Pressure(Quantity.IO_WAITING_SECONDS, Quantity.IO_STALLED_SECONDS)),
  MEMORY_PRESSURE(
      2,
      "",
      FileGroup.PRESSURE,
      "memory.pressure",
      new Pressure(Quantity.MEMORY_WAITING_SECONDS, Quantity.MEMORY_STALLED_SECONDS)),
  /** Of every cgroup; with the controller it has more lines. */
  CPU_STAT(
      2,
      "",
      FileGroup.CPU,
      "cpu.stat",
      FlatKeyed.of(
          new FlatKeyed.Key("usage_usec", Quantity.CPU_USAGE_SECONDS, 1e6),
          new FlatKeyed.Key("user_usec", Quantity.CPU_USER_SECONDS, 1e6),
          new FlatKeyed.Key("system_usec", Quantity.CPU_SYSTEM_SECONDS, 1e6),
          new FlatKeyed.Key("nr_periods", Quantity.CPU_PERIODS),
          new FlatKeyed.Key("nr_throttled", Quantity.CPU_THROTTLED_PERIODS),
          new FlatKeyed.Key("throttled_usec", Quantity.CPU_THROTTLED_SECONDS, 1e6))),
  CPU_MAX(2, "cpu", FileGroup.CPU, "cpu.max", new CpuMax()),
  CPU_WEIGHT(2, "cpu", FileGroup.CPU, "cpu.weight", new Amount(Quantity.CPU_WEIGHT)),
  MEMORY_CURRENT(
      2, "memory", FileGroup.MEMORY, "memory.current", new Amount(Quantity.MEMORY_BYTES)),
  MEMORY_MIN(2, "memory", FileGroup.MEMORY, "memory.min", new Amount(Quantity.MEMORY_MIN_BYTES)),
  MEMORY_LOW(2, "memory", FileGroup.MEMORY, "memory.low", new Amount(Quantity.MEMORY_LOW_BYTES)),
  MEMORY_HIGH(2, "memory", FileGroup.MEMORY, "memory.high", new Amount(Quantity.MEMORY_HIGH_BYTES)),
  MEMORY_MAX(2, "memory", FileGroup.MEMORY, "memory.max", new Amount(Quantity.MEMORY_MAX_BYTES)),
  MEMORY_SWAP_CURRENT(
      2, "memory", FileGroup.MEMORY, "memory.swap.current", new Amount(Quantity.MEMORY_SWAP_BYTES)),
  MEMORY_SWAP_MAX(
      2, "memory", FileGroup.MEMORY, "memory.swap.max", new Amount(Quantity.MEMORY_SWAP_MAX_BYTES)),
  MEMORY_EVENTS(
      2,
      "memory",
      FileGroup.MEMORY,
      "memory.events",
      FlatKeyed.of(
          new FlatKeyed.Key("low", Quantity.MEMORY_EVENTS_LOW),
          new FlatKeyed.Key("high", Quantity.MEMORY_EVENTS_HIGH),
          new FlatKeyed.Key("max", Quantity.MEMORY_EVENTS_MAX),
          new FlatKeyed.Key("oom", Quantity.MEMORY_EVENTS_OOM),
          new FlatKeyed.Key("oom_kill", Quantity.MEMORY_EVENTS_OOM_KILL))),
  MEMORY_STAT(
      2,
      "memory",
      FileGroup.MEMORY,
      "memory.stat",
      FlatKeyed.of(
          new FlatKeyed.Key("anon", Quantity.MEMORY_ANON_BYTES),
          new FlatKeyed.Key("file", Quantity.MEMORY_FILE_BYTES),
          new FlatKeyed.Key("inactive_file", Quantity.MEMORY_INACTIVE_FILE_BYTES),
          new FlatKeyed.Key("kernel", Quantity.MEMORY_KERNEL_BYTES),
          new FlatKeyed.Key("slab", Quantity.MEMORY_SLAB_BYTES),
          new FlatKeyed.Key("shmem", Quantity.MEMORY_SHMEM_BYTES),
          new FlatKeyed.Key("pgmajfault", Quantity.MEMORY_MAJOR_FAULTS))),
  PIDS_CURRENT(2, "pids", FileGroup.PIDS, "pids.current", new Amount(Quantity.PIDS)),
  PIDS_MAX(2, "pids", FileGroup.PIDS, "pids.max", new Amount(Quantity.PIDS_MAX)),
  PIDS_EVENTS(
      2,
      "pids",
      FileGroup.PIDS,
      "pids.events",
      FlatKeyed.of(new FlatKeyed.Key("max", Quantity.PIDS_EVENTS_MAX))),
  IO_STAT(2, "io", FileGroup.IO, "io.stat", new IoStat()),
  CPUSET_CPUS_EFFECTIVE(
      2, "cpuset", FileGroup.CPUSET, "cpuset.cpus.effective", new CpuList(Quantity.CPUSET_CPUS)),

  V1_PROCS(1, "name=systemd", FileGroup.MEMBERS, "cgroup.procs", new LineCount(Quantity.PROCESSES)),
  V1_TASKS(1, "name=systemd", FileGroup.MEMBERS, "tasks", new LineCount(Quantity.THREADS)),
  V1_FREEZER_STATE(1, "freezer", FileGroup.CORE, "freezer.state", new FreezerState()),
  V1_CPU_STAT(
      1,
      "cpu",
      FileGroup.CPU,
      "cpu.stat",
      FlatKeyed.of(
          new FlatKeyed.Key("nr_periods", Quantity.CPU_PERIODS),
          new FlatKeyed.Key("nr_throttled", Quantity.CPU_THROTTLED_PERIODS),
          new FlatKeyed.Key("throttled_time", Quantity.CPU_THROTTLED_SECONDS, 1e9))),
  V1_CPU_CFS_PERIOD(
      1, "cpu", FileGroup.CPU, "cpu.cfs_period_us", new Amount(Quantity.CPU_PERIOD_SECONDS, 1e6)),
  V1_CPU_CFS_QUOTA(1, "cpu", FileGroup.CPU, "cpu.cfs_quota_us", new CfsQuota()),
  /** 1024 shares are a weight of 100: {@code sched_weight_to_cgroup()} in kernel/sched. */
  V1_CPU_SHARES(
      1, "cpu", FileGroup.CPU, "cpu.shares", new Amount(Quantity.CPU_WEIGHT, 1024 / 100.0)),
  V1_CPUACCT_USAGE(
      1, "cpuacct", FileGroup.CPU, "cpuacct.usage", new Amount(Quantity.CPU_USAGE_SECONDS, 1e9)),
  /** In ticks of {@code USER_HZ}, of which a second has 100 on all architectures of the JDK. */
  V1_CPUACCT_STAT(
      1,
      "cpuacct",
      FileGroup.CPU,
      "cpuacct.stat",
      FlatKeyed.of(
          new FlatKeyed.Key("user", Quantity.CPU_USER_SECONDS, 1e2),
          new FlatKeyed.Key("system", Quantity.CPU_SYSTEM_SECONDS, 1e2))),
  V1_MEMORY_USAGE(
      1, "memory", FileGroup.MEMORY, "memory.usage_in_bytes", new Amount(Quantity.MEMORY_BYTES)),
  /** No limit is a number of pages so high that it stands for none, whatever their size. */
  V1_MEMORY_LIMIT(
      1,
      "memory",
      FileGroup.MEMORY,
      "memory.limit_in_bytes",
      new Amount(Quantity.MEMORY_MAX_BYTES, 1, 0x7fff_ffff_ffff_0000L)),
  /** Always 1 since Linux 5.11, and nearly always before: systemd sets it at the root. */
  V1_MEMORY_USE_HIERARCHY(
      1,
      "memory",
      FileGroup.MEMORY,
      "memory.use_hierarchy",
      new Amount(Quantity.MEMORY_HIERARCHICAL)),
  V1_MEMORY_FAILCNT(
      1, "memory", FileGroup.MEMORY, "memory.failcnt", new Amount(Quantity.MEMORY_EVENTS_MAX)),
  V1_MEMORY_OOM_CONTROL(
      1,
      "memory",
      FileGroup.MEMORY,
      "memory.oom_control",
      FlatKeyed.of(new FlatKeyed.Key("oom_kill", Quantity.MEMORY_EVENTS_OOM_KILL))),
  V1_MEMORY_KMEM_USAGE(
      1,
      "memory",
      FileGroup.MEMORY,
      "memory.kmem.usage_in_bytes",
      new Amount(Quantity.MEMORY_KERNEL_BYTES)),
  /** With the cgroups below it, as v2 counts always. */
  V1_MEMORY_STAT(
      1,
      "memory",
      FileGroup.MEMORY,
      "memory.stat",
      FlatKeyed.of(
          new FlatKeyed.Key("total_rss", Quantity.MEMORY_ANON_BYTES),
          new FlatKeyed.Key("total_cache", Quantity.MEMORY_FILE_BYTES),
          new FlatKeyed.Key("total_inactive_file", Quantity.MEMORY_INACTIVE_FILE_BYTES),
          new FlatKeyed.Key("total_shmem", Quantity.MEMORY_SHMEM_BYTES),
          new FlatKeyed.Key("total_swap", Quantity.MEMORY_SWAP_BYTES),
          new FlatKeyed.Key("total_pgmajfault", Quantity.MEMORY_MAJOR_FAULTS))),
  V1_PIDS_CURRENT(1, "pids", FileGroup.PIDS, "pids.current", new Amount(Quantity.PIDS)),
  V1_PIDS_MAX(1, "pids", FileGroup.PIDS, "pids.max", new Amount(Quantity.PIDS_MAX)),
  V1_PIDS_EVENTS(
      1,
      "pids",
      FileGroup.PIDS,
      "pids.events",
      FlatKeyed.of(new FlatKeyed.Key("max", Quantity.PIDS_EVENTS_MAX))),
  V1_BLKIO_BYTES(
      1,
      "blkio",
      FileGroup.IO,
      "blkio.throttle.io_service_bytes_recursive",
      new BlkioThrottle(
          IoQuantity.READ_BYTES, IoQuantity.WRITTEN_BYTES, IoQuantity.DISCARDED_BYTES)),
  V1_BLKIO_SERVICED(
      1,
      "blkio",
      FileGroup.IO,
      "blkio.throttle.io_serviced_recursive",
      new BlkioThrottle(IoQuantity.READS, IoQuantity.WRITES, IoQuantity.DISCARDS)),
  V1_CPUSET_CPUS(
      1, "cpuset", FileGroup.CPUSET, "cpuset.effective_cpus", new CpuList(Quantity.CPUSET_CPUS));

  private final int version;
  private final String controller;
  private final FileGroup group;

  @SuppressWarnings("ImmutableEnumChecker") // its bytes are never changed
  private final FileName fileName;

  @SuppressWarnings("ImmutableEnumChecker") // all of them are records of constants
  private final Format format;

  CgroupFile(int version, String controller, FileGroup group, String name, Format format) {
    this.version = version;
    this.controller = controller;
    this.group = group;
    this.fileName = FileName.of(name);
    this.format = format;
  }

  FileName fileName() {
    return fileName;
  }

  Format format() {
    return format;
  }

  /**
   * Whether the kernel hands out the whole text at once: not if there is a line for each member.
   */
  boolean isReadAtOnce() {
    return group != FileGroup.MEMBERS;
  }

  /** Whether the files of a hierarchy can have it. */
  private boolean isIn(Hierarchy hierarchy) {
    return hierarchy.isUnified()
        ? version == 2
        : version == 1
            && Arrays.asList(hierarchy.controllers().split(",", -1)).contains(controller);
  }

  private boolean tells(LimitKind limit) {
    return (this == V1_CPU_CFS_PERIOD && limit == LimitKind.CPU_MAX)
        || (this == V1_CPU_CFS_QUOTA && limit == LimitKind.CPU_MAX)
        || (this == V1_MEMORY_LIMIT && limit == LimitKind.MEMORY_MAX)
        || (this == V1_MEMORY_USE_HIERARCHY && limit == LimitKind.MEMORY_MAX)
        || (this == V1_PIDS_MAX && limit == LimitKind.PIDS_MAX)
        || (this == V1_CPU_SHARES && limit == LimitKind.CPU_WEIGHT)
        || (version == 2 && fileName.toString().equals(limit.file()));
  }

  /**
   * The files of a hierarchy that are in one of these groups or tell one of these limits, in the
   * order in which they are to be read.
   */
  static List<CgroupFile> of(Hierarchy hierarchy, Set<FileGroup> groups, Set<LimitKind> limits) {
    EnumSet<CgroupFile> files = EnumSet.noneOf(CgroupFile.class);
    for (CgroupFile file : values()) {
      if (file.isIn(hierarchy)
          && (groups.contains(file.group) || limits.stream().anyMatch(file::tells))) {
        files.add(file);
      }
    }
    if (hierarchy.isUnified() && !files.isEmpty()) {
      // Tells when files come and go, and comes first.
      files.add(CGROUP_CONTROLLERS);
    }
    return List.copyOf(files);
  }

  /** The file that tells which controllers a cgroup has, where there is one. */
  static List<CgroupFile> ofControllers(Hierarchy hierarchy) {
    return hierarchy.isUnified() ? List.of(CGROUP_CONTROLLERS) : List.of();
  }
}
