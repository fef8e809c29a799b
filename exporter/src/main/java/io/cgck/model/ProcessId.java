package io.cgck.model;

/**
 * Identity of a process: a PID alone is used again, a PID with its start time is not.
 *
 * @param pid process ID in the PID namespace of the procfs that was read
 * @param startTicks start time in clock ticks since boot ({@code proc_pid_stat(5)}, field 22)
 */
public record ProcessId(int pid, long startTicks) {
  @Override
  public boolean equals(Object other) {
    return other instanceof ProcessId that && pid == that.pid && startTicks == that.startTicks;
  }

  @Override
  public int hashCode() {
    return 31 * pid + Long.hashCode(startTicks);
  }
}
