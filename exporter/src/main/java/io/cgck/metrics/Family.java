package io.cgck.metrics;

import io.prometheus.client.Collector;
import java.util.List;

/**
 * The catalogue: every metric family of cgck's own. Registration, the table in the README and the
 * tests that both match follow from it.
 */
public enum Family {
  PROCESS_INFO(
      "cgck_process_info",
      Type.GAUGE,
      List.of("pid", "comm", "cgroup", "cgroup_ns", "ns_cgroup", "mount_root"),
      Cardinality.PROCESS,
      Privilege.PTRACE,
      "Always 1. Where a process is: its cgroup in the default hierarchy as the host sees it"
          + " (/proc/PID/cgroup), the inode of its cgroup namespace (/proc/PID/ns/cgroup), and, as"
          + " the process itself sees them, its cgroup and the root of its cgroup mount"
          + " (/proc/PID/mountinfo). A path that begins with /.. leaves its namespace."),
  PROCESS_NAMESPACE_INFO(
      "cgck_process_namespace_info",
      Type.GAUGE,
      List.of(
          "pid",
          "comm",
          "cgroup_ns",
          "ipc_ns",
          "mnt_ns",
          "net_ns",
          "pid_ns",
          "time_ns",
          "user_ns",
          "uts_ns"),
      Cardinality.PROCESS,
      Privilege.PTRACE,
      "Always 1. Inode numbers of all namespaces of a process (/proc/PID/ns/*)."),
  PROCESS_HIERARCHY_INFO(
      "cgck_process_hierarchy_info",
      Type.GAUGE,
      List.of("pid", "comm", "hierarchy", "controllers", "cgroup"),
      Cardinality.PROCESS_PATH,
      Privilege.NONE,
      "Always 1. Hybrid and legacy hosts only: the cgroups of a process in all hierarchies, one"
          + " series for each different path, with the IDs and controllers of the hierarchies in"
          + " which it is the path (/proc/PID/cgroup)."),
  PROCESS_START_TIME(
      "cgck_process_start_time_seconds",
      Type.GAUGE,
      List.of("pid", "comm"),
      Cardinality.PROCESS,
      Privilege.NONE,
      "Start time of a process in seconds since the Unix epoch (/proc/PID/stat and btime of"
          + " /proc/stat). Tells a reused PID apart."),
  PROCESS_OUTSIDE(
      "cgck_process_outside_cgroup_namespace",
      Type.GAUGE,
      List.of("pid", "comm"),
      Cardinality.PRIVATE_PROCESS,
      Privilege.ADMIN,
      "1 if the cgroup of a process is not below the root of its cgroup namespace, 0 if it is."
          + " Only processes of cgroup namespaces other than the initial one whose root is known; where it is"
          + " only inferred, only what seems to be 1."),
  PROCESS_STALE_MOUNT(
      "cgck_process_stale_cgroup_mount",
      Type.GAUGE,
      List.of("pid", "comm"),
      Cardinality.PRIVATE_PROCESS,
      Privilege.ADMIN,
      "1 if the cgroup mount that a process sees has its root above or beside the root of its"
          + " cgroup namespace, as after unshare --cgroup without a fresh mount; 0 if not. Only"
          + " processes of cgroup namespaces other than the initial one that see a cgroup mount;"
          + " where the root of the namespace is only inferred, only what seems to be 1."),
  PROCESS_EXPECTED(
      "cgck_process_expected",
      Type.GAUGE,
      List.of("expectation", "pid", "comm"),
      Cardinality.EXPECTATION_PROCESS,
      Privilege.PTRACE,
      "0 if a process violates an expectation, 1 if it meets it or its patience still runs. Of"
          + " built-in expectations only what violates them. Join cgck_process_info for the where."),
  PROCESS_VIOLATION_INFO(
      "cgck_process_violation_info",
      Type.GAUGE,
      List.of("expectation", "pid", "comm", "expected", "actual", "severity"),
      Cardinality.VIOLATION,
      Privilege.PTRACE,
      "Always 1. A process violates an expectation: what is expected, what is instead, and the"
          + " severity and labels that the expectation has in the configuration."),
  EXPECTATION_PROCESSES(
      "cgck_expectation_processes",
      Type.GAUGE,
      List.of("expectation", "state"),
      Cardinality.EXPECTATION,
      Privilege.PTRACE,
      "Processes that an expectation means, by state: met, pending (broken, but not yet for as long"
          + " as its patience), violated, unknown (something could not be read that it depends on)."),
  EXPECTATION_VIOLATIONS(
      "cgck_expectation_violations_total",
      Type.COUNTER,
      List.of("expectation"),
      Cardinality.EXPECTATION,
      Privilege.PTRACE,
      "How often a process began to violate an expectation."),
  PROCESS_MOVES(
      "cgck_process_moves_total",
      Type.COUNTER,
      List.of("source"),
      Cardinality.FEW,
      Privilege.NONE,
      "Moves of living processes from one cgroup of the default hierarchy to another, by how they"
          + " were noticed."),
  MOVER_MOVES(
      "cgck_mover_moves_total",
      Type.COUNTER,
      List.of("comm", "unit"),
      Cardinality.MOVER,
      Privilege.TRACEFS,
      "Moves of living processes in the default hierarchy that events reported, by who made them: the"
          + " command name of the mover and its unit of systemd. Empty is what could not be known any"
          + " more."),
  TRACE_UP(
      "cgck_trace_up",
      Type.GAUGE,
      List.of(),
      Cardinality.ONE,
      Privilege.TRACEFS,
      "1 if the kernel reports moves by events (tracefs, cgroup:cgroup_attach_task), 0 if only scans"
          + " notice them."),
  TRACE_DOWN_INFO(
      "cgck_trace_down_info",
      Type.GAUGE,
      List.of("reason"),
      Cardinality.ONE,
      Privilege.NONE,
      "Always 1, and only there while cgck_trace_up is 0: why. The log has a sentence."),
  TRACE_EVENTS(
      "cgck_trace_events_total",
      Type.COUNTER,
      List.of("event"),
      Cardinality.FEW,
      Privilege.TRACEFS,
      "Events read, by name. A process that is moved in several hierarchies makes several."),
  TRACE_EVENTS_LOST(
      "cgck_trace_events_lost_total",
      Type.COUNTER,
      List.of(),
      Cardinality.ONE,
      Privilege.TRACEFS,
      "Events that were overwritten in the ring buffer before they were read, or dropped for lack of"
          + " room. A scan of all processes follows."),
  TRACE_EVENTS_MERGED(
      "cgck_trace_events_merged_total",
      Type.COUNTER,
      List.of(),
      Cardinality.ONE,
      Privilege.TRACEFS,
      "Events that came too fast to be looked at one by one. The moves are counted all the same."),
  TRACE_EVENTS_MALFORMED(
      "cgck_trace_events_malformed_total",
      Type.COUNTER,
      List.of(),
      Cardinality.ONE,
      Privilege.TRACEFS,
      "Events, or pages of them, of which no sense could be made. A scan of all processes follows."),
  TRACE_THREAD_MOVES(
      "cgck_trace_thread_moves_total",
      Type.COUNTER,
      List.of(),
      Cardinality.ONE,
      Privilege.TRACEFS,
      "Moves of single threads other than the main one (cgroup.threads), which are not counted as"
          + " moves of their process."),
  TRACE_DELAY(
      "cgck_trace_delay_seconds",
      Type.HISTOGRAM,
      List.of(),
      Cardinality.ONE,
      Privilege.TRACEFS,
      "Time from the kernel's time stamp of an event until what it says is in these metrics. Events"
          + " that were merged count once for all that were alike."),
  CGROUP_PROCESSES(
      "cgck_cgroup_processes",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.CGROUP,
      Privilege.NONE,
      "Processes in a cgroup of the default hierarchy, including kernel threads and processes"
          + " without series of their own; not counting cgroups below it."),
  CGROUP_REMOVED_PROCESSES(
      "cgck_cgroup_removed_processes",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.CGROUP,
      Privilege.NONE,
      "Zombies whose cgroup was removed before they were waited for, by the path that it had"
          + " (marked (deleted) in /proc/PID/cgroup)."),
  CGROUP_INFO(
      "cgck_cgroup_info",
      Type.GAUGE,
      List.of(
          "cgroup",
          "unit",
          "user_unit",
          "slice",
          "runtime",
          "container_id",
          "pod_uid",
          "slurm_job"),
      Cardinality.CGROUP,
      Privilege.NONE,
      "Always 1. Who made a cgroup with processes in it, or one whose files or limits are told"
          + " of, as far as its path tells. Join on cgroup."),
  CGROUP_JOINS(
      "cgck_cgroup_joins_total",
      Type.COUNTER,
      List.of("cgroup"),
      Cardinality.CGROUP,
      Privilege.NONE,
      "Living processes that moved into a cgroup of the default hierarchy. Births do not count."),
  CGROUP_LEAVES(
      "cgck_cgroup_leaves_total",
      Type.COUNTER,
      List.of("cgroup"),
      Cardinality.CGROUP,
      Privilege.NONE,
      "Living processes that moved out of a cgroup of the default hierarchy. Deaths do not"
          + " count."),
  CGROUP_MODE_INFO(
      "cgck_cgroup_mode_info",
      Type.GAUGE,
      List.of("mode"),
      Cardinality.ONE,
      Privilege.NONE,
      "Always 1. Which hierarchies the host uses: unified (cgroup v2), legacy (v1), hybrid (both);"
          + " unknown if no process tells."),
  CGROUP_ID(
      "cgck_cgroup_id",
      Type.GAUGE,
      List.of("cgroup", "hierarchy"),
      Cardinality.STATS_CGROUP_FEW,
      Privilege.NONE,
      "Inode of the directory of a cgroup in a hierarchy, the ID by which the kernel knows"
          + " it. Another one when a cgroup of the same name was made anew: its counters began"
          + " anew then, and whatever they are is no more of the old one."),
  CGROUP_TYPE(
      "cgck_cgroup_type",
      Type.GAUGE,
      List.of("cgroup", "type"),
      Cardinality.STATS_CGROUP_FEW,
      Privilege.NONE,
      "State set: 1 for the type that a cgroup has (cgroup.type), 0 for the others. Not of"
          + " the root cgroup."),
  CGROUP_POPULATED(
      "cgck_cgroup_populated",
      Type.GAUGE,
      List.of("cgroup", "state"),
      Cardinality.STATS_CGROUP_FEW,
      Privilege.NONE,
      "State set: populated if there are processes in a cgroup or below it, else empty"
          + " (cgroup.events)."),
  CGROUP_FREEZER(
      "cgck_cgroup_freezer",
      Type.GAUGE,
      List.of("cgroup", "state"),
      Cardinality.STATS_CGROUP_FEW,
      Privilege.NONE,
      "State set: thawed, freezing (it is to be frozen, and not all of its processes have"
          + " stopped) or frozen (cgroup.events, cgroup.freeze; freezer.state of v1)."),
  CGROUP_CONTROLLER(
      "cgck_cgroup_controller_enabled",
      Type.GAUGE,
      List.of("cgroup", "controller"),
      Cardinality.STATS_CGROUP_FEW,
      Privilege.NONE,
      "1 if a cgroup of the unified hierarchy has a controller, 0 if the cgroup above has"
          + " it and withholds it (cgroup.controllers)."),
  CGROUP_SUBTREE_CONTROLLER(
      "cgck_cgroup_subtree_controller_enabled",
      Type.GAUGE,
      List.of("cgroup", "controller"),
      Cardinality.STATS_CGROUP_FEW,
      Privilege.NONE,
      "1 if a cgroup passes a controller that it has on to the cgroups below it, 0 if not"
          + " (cgroup.subtree_control)."),
  CGROUP_DESCENDANTS(
      "cgck_cgroup_descendants",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Cgroups below a cgroup (cgroup.stat)."),
  CGROUP_DYING(
      "cgck_cgroup_dying_descendants",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Cgroups below a cgroup that were removed and still hold memory or other state"
          + " (cgroup.stat). Many of them cost memory and make the kernel slow."),
  CGROUP_DESCENDANTS_MAX(
      "cgck_cgroup_descendants_max",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Most cgroups that there may be below a cgroup (cgroup.max.descendants); +Inf for no"
          + " limit."),
  CGROUP_DEPTH_MAX(
      "cgck_cgroup_depth_max",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Most levels that there may be below a cgroup (cgroup.max.depth); +Inf for no limit."),
  CGROUP_MEMBER_PROCESSES(
      "cgck_cgroup_member_processes",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Processes in a cgroup as it lists them (cgroup.procs), not counting those below. Not"
          + " of threaded cgroups."),
  CGROUP_MEMBER_THREADS(
      "cgck_cgroup_member_threads",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Threads in a cgroup as it lists them (cgroup.threads; tasks of v1), not counting"
          + " those below."),
  CGROUP_PRESSURE_CPU_WAITING(
      "cgck_cgroup_pressure_cpu_waiting_seconds_total",
      Type.COUNTER,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Time in which at least one task of a cgroup, or below it, waited for a CPU (some of"
          + " cpu.pressure)."),
  CGROUP_PRESSURE_CPU_STALLED(
      "cgck_cgroup_pressure_cpu_stalled_seconds_total",
      Type.COUNTER,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Time in which all tasks of a cgroup and below it that had something to do waited for"
          + " a CPU (full of cpu.pressure)."),
  CGROUP_PRESSURE_IO_WAITING(
      "cgck_cgroup_pressure_io_waiting_seconds_total",
      Type.COUNTER,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Time in which at least one task of a cgroup, or below it, waited for I/O (some of"
          + " io.pressure)."),
  CGROUP_PRESSURE_IO_STALLED(
      "cgck_cgroup_pressure_io_stalled_seconds_total",
      Type.COUNTER,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Time in which all tasks of a cgroup and below it that had something to do waited for"
          + " I/O (full of io.pressure)."),
  CGROUP_PRESSURE_MEMORY_WAITING(
      "cgck_cgroup_pressure_memory_waiting_seconds_total",
      Type.COUNTER,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Time in which at least one task of a cgroup, or below it, waited for memory (some of"
          + " memory.pressure)."),
  CGROUP_PRESSURE_MEMORY_STALLED(
      "cgck_cgroup_pressure_memory_stalled_seconds_total",
      Type.COUNTER,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Time in which all tasks of a cgroup and below it that had something to do waited for"
          + " memory (full of memory.pressure)."),
  CGROUP_CPU_USAGE(
      "cgck_cgroup_cpu_usage_seconds_total",
      Type.COUNTER,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "CPU time of a cgroup and those below it (cpu.stat; cpuacct.usage of v1)."),
  CGROUP_CPU_USER(
      "cgck_cgroup_cpu_user_seconds_total",
      Type.COUNTER,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "CPU time in user space of a cgroup and those below it (cpu.stat; cpuacct.stat of v1)."),
  CGROUP_CPU_SYSTEM(
      "cgck_cgroup_cpu_system_seconds_total",
      Type.COUNTER,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "CPU time in the kernel of a cgroup and those below it (cpu.stat; cpuacct.stat of v1)."),
  CGROUP_CPU_PERIODS(
      "cgck_cgroup_cpu_periods_total",
      Type.COUNTER,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Periods over which the CPU time of a cgroup was held to its limit (nr_periods of"
          + " cpu.stat)."),
  CGROUP_CPU_THROTTLED_PERIODS(
      "cgck_cgroup_cpu_throttled_periods_total",
      Type.COUNTER,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Periods in which a cgroup used up what it may and was throttled (nr_throttled of"
          + " cpu.stat)."),
  CGROUP_CPU_THROTTLED(
      "cgck_cgroup_cpu_throttled_seconds_total",
      Type.COUNTER,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Time for which a cgroup was throttled, summed up over CPUs (cpu.stat)."),
  CGROUP_CPU_MAX(
      "cgck_cgroup_cpu_max_cores",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Cores that a cgroup may use: quota by period (cpu.max; cpu.cfs_quota_us of v1); +Inf"
          + " for no limit. It says nothing of the cgroups above."),
  CGROUP_CPU_PERIOD(
      "cgck_cgroup_cpu_period_seconds",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Period over which the CPU time of a cgroup is held to its limit (cpu.max;"
          + " cpu.cfs_period_us of v1)."),
  CGROUP_CPU_WEIGHT(
      "cgck_cgroup_cpu_weight",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Share of a cgroup in what the cgroups beside it want, 100 by default (cpu.weight; of"
          + " v1 cpu.shares, of which 1024 are 100)."),
  CGROUP_MEMORY(
      "cgck_cgroup_memory_bytes",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Memory that a cgroup and those below it use, with the page cache (memory.current;"
          + " memory.usage_in_bytes of v1)."),
  CGROUP_MEMORY_MIN(
      "cgck_cgroup_memory_min_bytes",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Memory of a cgroup that is protected from reclaim (memory.min)."),
  CGROUP_MEMORY_LOW(
      "cgck_cgroup_memory_low_bytes",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Memory of a cgroup that is protected from reclaim (memory.low)."),
  CGROUP_MEMORY_HIGH(
      "cgck_cgroup_memory_high_bytes",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Memory of a cgroup from which on it is slowed down (memory.high); +Inf for no limit."),
  CGROUP_MEMORY_MAX(
      "cgck_cgroup_memory_max_bytes",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Most memory that a cgroup may use (memory.max; memory.limit_in_bytes of v1); +Inf"
          + " for no limit. It says nothing of the cgroups above."),
  CGROUP_MEMORY_SWAP(
      "cgck_cgroup_memory_swap_bytes",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Swap that a cgroup and those below it use (memory.swap.current; total_swap of"
          + " memory.stat of v1)."),
  CGROUP_MEMORY_SWAP_MAX(
      "cgck_cgroup_memory_swap_max_bytes",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Most swap that a cgroup may use (memory.swap.max); +Inf for no limit."),
  CGROUP_MEMORY_ANON(
      "cgck_cgroup_memory_anon_bytes",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Anonymous memory of a cgroup and those below it (anon of memory.stat; total_rss of v1)."),
  CGROUP_MEMORY_FILE(
      "cgck_cgroup_memory_file_bytes",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Page cache of a cgroup and those below it (file of memory.stat; total_cache of v1)."),
  CGROUP_MEMORY_INACTIVE_FILE(
      "cgck_cgroup_memory_inactive_file_bytes",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Page cache of a cgroup and those below it that was not used lately (memory.stat)."
          + " What it uses less this is its working set."),
  CGROUP_MEMORY_KERNEL(
      "cgck_cgroup_memory_kernel_bytes",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Memory that the kernel uses for a cgroup and those below it (kernel of memory.stat,"
          + " since Linux 5.18; memory.kmem.usage_in_bytes of v1)."),
  CGROUP_MEMORY_SLAB(
      "cgck_cgroup_memory_slab_bytes",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Data structures of the kernel for a cgroup and those below it (memory.stat)."),
  CGROUP_MEMORY_SHMEM(
      "cgck_cgroup_memory_shmem_bytes",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Page cache of a cgroup and those below it that is shared memory or tmpfs (memory.stat)."),
  CGROUP_MEMORY_MAJOR_FAULTS(
      "cgck_cgroup_memory_major_faults_total",
      Type.COUNTER,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Page faults of a cgroup and those below it that had to wait for I/O (pgmajfault of"
          + " memory.stat)."),
  CGROUP_MEMORY_EVENTS(
      "cgck_cgroup_memory_events_total",
      Type.COUNTER,
      List.of("cgroup", "event"),
      Cardinality.STATS_CGROUP_FEW,
      Privilege.NONE,
      "How often a cgroup, or one below it, came to its bounds (memory.events): low"
          + " (protected memory was reclaimed), high (it was slowed down), max (it was about to"
          + " exceed its limit; memory.failcnt of v1), oom (it could not stay below it), oom_kill"
          + " (a process was killed). v1 does not count what happens in the cgroups below."),
  CGROUP_PIDS(
      "cgck_cgroup_pids",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Processes and threads in a cgroup and below it (pids.current)."),
  CGROUP_PIDS_MAX(
      "cgck_cgroup_pids_max",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Most processes and threads that there may be in a cgroup and below it (pids.max);"
          + " +Inf for no limit. It says nothing of the cgroups above."),
  CGROUP_PIDS_EVENTS(
      "cgck_cgroup_pids_max_events_total",
      Type.COUNTER,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "How often a process or thread could not be made because of pids.max (pids.events)."),
  CGROUP_CPUSET(
      "cgck_cgroup_cpuset_cpus",
      Type.GAUGE,
      List.of("cgroup"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "CPUs that the tasks of a cgroup may run on (cpuset.cpus.effective;"
          + " cpuset.effective_cpus of v1)."),
  CGROUP_IO_READ_BYTES(
      "cgck_cgroup_io_read_bytes_total",
      Type.COUNTER,
      List.of("cgroup", "device"),
      Cardinality.STATS_CGROUP_FEW,
      Privilege.NONE,
      "Bytes that a cgroup and those below it read from a device, which is named"
          + " major:minor (io.stat; blkio.throttle of v1)."),
  CGROUP_IO_WRITTEN_BYTES(
      "cgck_cgroup_io_written_bytes_total",
      Type.COUNTER,
      List.of("cgroup", "device"),
      Cardinality.STATS_CGROUP_FEW,
      Privilege.NONE,
      "Bytes that a cgroup and those below it wrote to a device (io.stat; blkio.throttle of"
          + " v1)."),
  CGROUP_IO_DISCARDED_BYTES(
      "cgck_cgroup_io_discarded_bytes_total",
      Type.COUNTER,
      List.of("cgroup", "device"),
      Cardinality.STATS_CGROUP_FEW,
      Privilege.NONE,
      "Bytes that a cgroup and those below it discarded on a device (io.stat;"
          + " blkio.throttle of v1)."),
  CGROUP_IO_READS(
      "cgck_cgroup_io_reads_total",
      Type.COUNTER,
      List.of("cgroup", "device"),
      Cardinality.STATS_CGROUP_FEW,
      Privilege.NONE,
      "Reads of a cgroup and those below it from a device (io.stat; blkio.throttle of v1)."),
  CGROUP_IO_WRITES(
      "cgck_cgroup_io_writes_total",
      Type.COUNTER,
      List.of("cgroup", "device"),
      Cardinality.STATS_CGROUP_FEW,
      Privilege.NONE,
      "Writes of a cgroup and those below it to a device (io.stat; blkio.throttle of v1)."),
  CGROUP_IO_DISCARDS(
      "cgck_cgroup_io_discards_total",
      Type.COUNTER,
      List.of("cgroup", "device"),
      Cardinality.STATS_CGROUP_FEW,
      Privilege.NONE,
      "Discards of a cgroup and those below it on a device (io.stat; blkio.throttle of v1)."),
  CGROUP_EFFECTIVE_MEMORY_MAX(
      "cgck_cgroup_memory_effective_max_bytes",
      Type.GAUGE,
      List.of("cgroup", "binding"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Most memory that a cgroup can use, as the lowest memory.max from it up to the root"
          + " has it; binding is the cgroup whose limit that is, empty for none (+Inf)."),
  CGROUP_EFFECTIVE_MEMORY_HIGH(
      "cgck_cgroup_memory_effective_high_bytes",
      Type.GAUGE,
      List.of("cgroup", "binding"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Memory from which on a cgroup is slowed down, as the lowest memory.high from it up"
          + " to the root has it; binding is the cgroup whose limit that is, empty for none"
          + " (+Inf)."),
  CGROUP_EFFECTIVE_MEMORY_SWAP_MAX(
      "cgck_cgroup_memory_effective_swap_max_bytes",
      Type.GAUGE,
      List.of("cgroup", "binding"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Most swap that a cgroup can use, as the lowest memory.swap.max from it up to the"
          + " root has it; binding is the cgroup whose limit that is, empty for none (+Inf)."),
  CGROUP_EFFECTIVE_CPU_MAX(
      "cgck_cgroup_cpu_effective_max_cores",
      Type.GAUGE,
      List.of("cgroup", "binding"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Most cores that a cgroup can use, as the lowest cpu.max from it up to the root has"
          + " it; binding is the cgroup whose limit that is, empty for none (+Inf)."),
  CGROUP_EFFECTIVE_PIDS_MAX(
      "cgck_cgroup_pids_effective_max",
      Type.GAUGE,
      List.of("cgroup", "binding"),
      Cardinality.STATS_CGROUP,
      Privilege.NONE,
      "Most processes and threads that there can be in a cgroup and below it, as the lowest"
          + " pids.max from it up to the root has it; binding is the cgroup whose limit that is,"
          + " empty for none (+Inf)."),
  CGROUP_EXPECTED(
      "cgck_cgroup_expected",
      Type.GAUGE,
      List.of("expectation", "cgroup"),
      Cardinality.EXPECTATION_CGROUP,
      Privilege.NONE,
      "0 if the limits of a cgroup violate an expectation, 1 if they meet it or its"
          + " patience still runs."),
  CGROUP_VIOLATION_INFO(
      "cgck_cgroup_violation_info",
      Type.GAUGE,
      List.of("expectation", "cgroup", "expected", "actual", "binding", "severity"),
      Cardinality.CGROUP_VIOLATION,
      Privilege.NONE,
      "Always 1. The limits of a cgroup violate an expectation: what is expected, what is"
          + " instead, which cgroup sets it (itself or one above), and the severity and labels"
          + " that the expectation has in the configuration."),
  EXPECTATION_CGROUPS(
      "cgck_expectation_cgroups",
      Type.GAUGE,
      List.of("expectation", "state"),
      Cardinality.EXPECTATION,
      Privilege.NONE,
      "Cgroups whose limits an expectation means, by state: met, pending, violated, unknown"
          + " (a limit could not be read, or this host has none of that kind)."),
  EXPECTATION_CGROUP_VIOLATIONS(
      "cgck_expectation_cgroup_violations_total",
      Type.COUNTER,
      List.of("expectation"),
      Cardinality.EXPECTATION,
      Privilege.NONE,
      "How often the limits of a cgroup began to violate an expectation."),
  STATS_CGROUPS(
      "cgck_stats_cgroups",
      Type.GAUGE,
      List.of("state"),
      Cardinality.FEW,
      Privilege.NONE,
      "Cgroups whose files are read (cgroups.stats): shown, vanished (gone when they were"
          + " to be read), over_limit (left out by cgroups.limit)."),
  STATS_OLDEST(
      "cgck_stats_oldest_timestamp_seconds",
      Type.GAUGE,
      List.of(),
      Cardinality.ONE,
      Privilege.NONE,
      "When the oldest of the files of cgroups that are shown were read, in seconds since"
          + " the Unix epoch. They are read after scans, in turns where half of scan.cpu_budget is"
          + " not enough for all."),
  STATS_ERRORS(
      "cgck_stats_errors_total",
      Type.COUNTER,
      List.of("file", "reason"),
      Cardinality.FEW,
      Privilege.NONE,
      "Reads of files of cgroups that failed, by file and reason. Files that a cgroup does"
          + " not have, and cgroups that are gone, are no errors."),
  NAMESPACES(
      "cgck_namespaces",
      Type.GAUGE,
      List.of("kind"),
      Cardinality.FEW,
      Privilege.PTRACE,
      "Different namespaces that the readable processes are in."),
  NAMESPACE_PROCESSES(
      "cgck_namespace_processes",
      Type.GAUGE,
      List.of("kind", "inode"),
      Cardinality.NAMESPACE,
      Privilege.PTRACE,
      "Processes in a namespace."),
  CGROUP_NAMESPACE_INFO(
      "cgck_cgroup_namespace_info",
      Type.GAUGE,
      List.of("cgroup_ns", "root", "root_source"),
      Cardinality.NAMESPACE,
      Privilege.ADMIN,
      "Always 1. The root of a cgroup namespace in the default hierarchy, and how it is known:"
          + " exact (read from inside), inferred (from the mount roots of its processes; may be an"
          + " ancestor's) or unknown (then empty)."),
  CGROUP_MOUNT_INFO(
      "cgck_cgroup_mount_info",
      Type.GAUGE,
      List.of(
          "mnt_ns",
          "mount_point",
          "mount_root",
          "version",
          "controllers",
          "propagation",
          "read_only"),
      Cardinality.NAMESPACE,
      Privilege.PTRACE,
      "Always 1. A cgroup mount in a mount namespace, with the absolute path of the cgroup at its"
          + " root (/proc/PID/mountinfo)."),
  SCAN_DURATION(
      "cgck_scan_duration_seconds",
      Type.HISTOGRAM,
      List.of(),
      Cardinality.ONE,
      Privilege.NONE,
      "Wall time of scans."),
  SCAN_CPU(
      "cgck_scan_cpu_seconds_total",
      Type.COUNTER,
      List.of(),
      Cardinality.ONE,
      Privilege.NONE,
      "CPU time of scanning, with the threads that enter namespaces."),
  SCAN_LAST_TIMESTAMP(
      "cgck_scan_last_timestamp_seconds",
      Type.GAUGE,
      List.of(),
      Cardinality.ONE,
      Privilege.NONE,
      "End of the last scan in seconds since the Unix epoch. Scans run on a timer, not on scrapes:"
          + " time() minus this is the age of everything else."),
  SCAN_INTERVAL(
      "cgck_scan_interval_seconds",
      Type.GAUGE,
      List.of(),
      Cardinality.ONE,
      Privilege.NONE,
      "Pause before the next scan: scan.interval, or more where scan.cpu_budget asks for it."),
  SCAN_PROCESSES(
      "cgck_scan_processes",
      Type.GAUGE,
      List.of("state"),
      Cardinality.FEW,
      Privilege.NONE,
      "Processes of the last scan: scanned (read whole), partial (something of it could not be"
          + " read), vanished (ended meanwhile), unwatched (for want of memory); and of those scanned or partial, without series of"
          + " their own: excluded (by configuration) and over_limit (by processes.limit)."),
  SCAN_CGROUPS(
      "cgck_scan_cgroups",
      Type.GAUGE,
      List.of("state"),
      Cardinality.FEW,
      Privilege.NONE,
      "Cgroups with processes at the last scan: scanned, and of those over_limit, without series"
          + " (by cgroups.limit)."),
  SCAN_ERRORS(
      "cgck_scan_errors_total",
      Type.COUNTER,
      List.of("file", "reason"),
      Cardinality.FEW,
      Privilege.NONE,
      "Reads that failed, by file below /proc/PID and reason. Processes that ended meanwhile are no"
          + " errors."),
  SERIES_OVER_LIMIT(
      "cgck_series_over_limit",
      Type.GAUGE,
      List.of("family"),
      Cardinality.FEW,
      Privilege.NONE,
      "Series that a family lacks because of cgroups.limit, which also bounds namespaces, mounts and"
          + " counters of moves, or because of processes.limit, which also bounds the series of"
          + " expectations to 4 times as many."),
  INITIAL_CGROUP_NAMESPACE(
      "cgck_exporter_initial_cgroup_namespace",
      Type.GAUGE,
      List.of(),
      Cardinality.ONE,
      Privilege.NONE,
      "1 if paths are read from the initial cgroup namespace. 0 if cgck is kept in another one:"
          + " paths would be relative, so the label cgroup is empty everywhere."),
  INITIAL_PID_NAMESPACE(
      "cgck_exporter_initial_pid_namespace",
      Type.GAUGE,
      List.of(),
      Cardinality.ONE,
      Privilege.NONE,
      "1 if the processes shown are those of the host. 0 if they are those of a PID namespace, as in"
          + " a container that has neither the host's nor the host's /proc. Absent where hidepid"
          + " keeps cgck from telling."),
  COLLECTOR_SUCCESS(
      "cgck_collector_success",
      Type.GAUGE,
      List.of("collector"),
      Cardinality.FEW,
      Privilege.NONE,
      "1 if a collector of cgck gave its families at this scrape, 0 if it failed; the log says"
          + " why."),
  CONFIG_RELOAD_SUCCESSFUL(
      "cgck_config_last_reload_successful",
      Type.GAUGE,
      List.of(),
      Cardinality.ONE,
      Privilege.NONE,
      "1 if the configuration in force is that of the last attempt to load it, 0 if that attempt"
          + " failed."),
  CONFIG_RELOAD_TIMESTAMP(
      "cgck_config_last_reload_success_timestamp_seconds",
      Type.GAUGE,
      List.of(),
      Cardinality.ONE,
      Privilege.NONE,
      "When the configuration was last loaded, in seconds since the Unix epoch."),
  WEB_CONFIG_RELOAD_SUCCESSFUL(
      "cgck_web_config_last_reload_successful",
      Type.GAUGE,
      List.of(),
      Cardinality.ONE,
      Privilege.NONE,
      "1 if the web configuration in force is that of the last attempt to read it, 0 if that attempt"
          + " failed. Only with --web.config.file."),
  WEB_CONFIG_RELOAD_TIMESTAMP(
      "cgck_web_config_last_reload_success_timestamp_seconds",
      Type.GAUGE,
      List.of(),
      Cardinality.ONE,
      Privilege.NONE,
      "When the web configuration in force was read, in seconds since the Unix epoch. Only with"
          + " --web.config.file."),
  WEB_CERTIFICATE_NOT_AFTER(
      "cgck_web_tls_certificate_not_after_timestamp_seconds",
      Type.GAUGE,
      List.of(),
      Cardinality.ONE,
      Privilege.NONE,
      "When the certificate that the web server shows expires, in seconds since the Unix epoch."
          + " Only where it speaks TLS."),
  BUILD_INFO(
      "cgck_build_info",
      Type.GAUGE,
      List.of("version", "revision", "java_version"),
      Cardinality.ONE,
      Privilege.NONE,
      "Always 1. Which cgck this is, and the Java runtime it ships with.");

  private final String metricName;
  private final Type type;

  @SuppressWarnings("ImmutableEnumChecker") // always made by List.of
  private final List<String> labels;

  private final Cardinality cardinality;
  private final Privilege privilege;
  private final String help;

  Family(
      String metricName,
      Type type,
      List<String> labels,
      Cardinality cardinality,
      Privilege privilege,
      String help) {
    this.metricName = metricName;
    this.type = type;
    this.labels = labels;
    this.cardinality = cardinality;
    this.privilege = privilege;
    this.help = help;
  }

  /** Name of the series; for a histogram, what its series' names begin with. */
  public String metricName() {
    return metricName;
  }

  public Type type() {
    return type;
  }

  public List<String> labels() {
    return labels;
  }

  public Cardinality cardinality() {
    return cardinality;
  }

  public Privilege privilege() {
    return privilege;
  }

  public String help() {
    return help;
  }

  /** Name of the family; that of a counter lacks {@code _total}. */
  String familyName() {
    return type == Type.COUNTER ? metricName.replaceFirst("_total$", "") : metricName;
  }

  /** Types of families, with simpleclient's name for each. */
  public enum Type {
    GAUGE(Collector.Type.GAUGE),
    COUNTER(Collector.Type.COUNTER),
    HISTOGRAM(Collector.Type.HISTOGRAM);

    private final Collector.Type collectorType;

    Type(Collector.Type collectorType) {
      this.collectorType = collectorType;
    }

    Collector.Type collectorType() {
      return collectorType;
    }
  }

  /** How many series a family has. */
  public enum Cardinality {
    ONE("1"),
    FEW("a few"),
    PROCESS("1 per process shown"),
    PRIVATE_PROCESS("1 per process shown in a private cgroup namespace"),
    PROCESS_PATH("1 per process shown and different path"),
    EXPECTATION_PROCESS("1 per process shown and expectation that means it"),
    VIOLATION("1 per violation by a process shown"),
    EXPECTATION("1 per expectation, or a few"),
    CGROUP("1 per cgroup with processes"),
    STATS_CGROUP("1 per cgroup read (`cgroups.stats`)"),
    STATS_CGROUP_FEW("a few per cgroup read (`cgroups.stats`)"),
    EXPECTATION_CGROUP("1 per cgroup and expectation that means its limits"),
    CGROUP_VIOLATION("1 per violation by the limits of a cgroup"),
    NAMESPACE("1 per namespace or mount in one"),
    MOVER("1 per mover, 100 at most");

    private final String text;

    Cardinality(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /** What a family needs to be complete for processes of other users. */
  public enum Privilege {
    NONE("none"),
    PTRACE("CAP_SYS_PTRACE"),
    ADMIN("CAP_SYS_PTRACE, CAP_SYS_ADMIN to be exact"),
    TRACEFS("tracefs");

    private final String text;

    Privilege(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }
}
