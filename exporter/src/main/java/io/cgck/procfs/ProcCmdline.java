package io.cgck.procfs;

/**
 * {@code /proc/PID/cmdline} ({@code proc_pid_cmdline(5)}): empty for kernel threads and zombies.
 *
 * @param text the arguments, joined by single spaces
 */
public record ProcCmdline(String text) {
  static ProcCmdline parse(byte[] bytes, int length) {
    int end = length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    byte[] joined = new byte[end];
    for (int index = 0; index < end; index++) {
      joined[index] = bytes[index] == 0 ? (byte) ' ' : bytes[index];
    }
    return new ProcCmdline(KernelText.of(joined, end).toString());
  }
}
