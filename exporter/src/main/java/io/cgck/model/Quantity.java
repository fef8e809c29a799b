package io.cgck.model;

/**
 * One number that the files of a cgroup tell, in base units: bytes, seconds, cores, or a count.
 * What the kernel writes as {@code max} is positive infinity.
 */
public enum Quantity {
  /** Cgroups below it. */
  DESCENDANTS,
  /** Cgroups below it that were removed but still hold memory or other state. */
  DYING_DESCENDANTS,
  /** Most cgroups that there may be below it. */
  DESCENDANTS_MAX,
  /** Most levels that there may be below it. */
  DEPTH_MAX,
  /** Processes in it, not below it. */
  PROCESSES,
  /** Threads in it, not below it. */
  THREADS,
  CPU_WAITING_SECONDS,
  CPU_STALLED_SECONDS,
  IO_WAITING_SECONDS,
  IO_STALLED_SECONDS,
  MEMORY_WAITING_SECONDS,
  MEMORY_STALLED_SECONDS,
  CPU_USAGE_SECONDS,
  CPU_USER_SECONDS,
  CPU_SYSTEM_SECONDS,
  CPU_PERIODS,
  CPU_THROTTLED_PERIODS,
  CPU_THROTTLED_SECONDS,
  /** Cores that it may use. */
  CPU_MAX_CORES,
  /** Over which span {@link #CPU_MAX_CORES} is held. */
  CPU_PERIOD_SECONDS,
  /** 1 to 10000; the default is 100. */
  CPU_WEIGHT,
  MEMORY_BYTES,
  MEMORY_MIN_BYTES,
  MEMORY_LOW_BYTES,
  MEMORY_HIGH_BYTES,
  MEMORY_MAX_BYTES,
  /**
   * 1 if a limit of the cgroup holds for those below it as well, 0 if not: of cgroup v1 before
   * Linux 5.11 only. Everywhere else it does.
   */
  MEMORY_HIERARCHICAL,
  MEMORY_SWAP_BYTES,
  MEMORY_SWAP_MAX_BYTES,
  MEMORY_ANON_BYTES,
  MEMORY_FILE_BYTES,
  MEMORY_INACTIVE_FILE_BYTES,
  MEMORY_KERNEL_BYTES,
  MEMORY_SLAB_BYTES,
  MEMORY_SHMEM_BYTES,
  MEMORY_MAJOR_FAULTS,
  MEMORY_EVENTS_LOW,
  MEMORY_EVENTS_HIGH,
  MEMORY_EVENTS_MAX,
  MEMORY_EVENTS_OOM,
  MEMORY_EVENTS_OOM_KILL,
  PIDS,
  PIDS_MAX,
  PIDS_EVENTS_MAX,
  /** CPUs that its tasks may run on. */
  CPUSET_CPUS
}
