package io.cgck.procfs;

import java.util.OptionalInt;

/**
 * {@code /proc/PID/status} ({@code proc_pid_status(5)}), as far as matchers and hints need it.
 *
 * @param effectiveUid effective user ID, as an unsigned 32-bit number
 * @param effectiveCapabilities bit set of {@code capabilities(7)}
 * @param threadGroup PID of the process, also where the file is of one of its other threads; empty
 *     if it is not there
 */
public record ProcStatus(int effectiveUid, long effectiveCapabilities, OptionalInt threadGroup) {
  private static final String TGID = "Tgid:\t";
  private static final String UID = "Uid:\t";
  private static final String CAP_EFF = "CapEff:\t";
  private static final long MOST_UID = 0xffff_ffffL;
  private static final int HEX_DIGITS = 16;

  /** Whether a capability is in effect, by its number in {@code linux/capability.h}. */
  public boolean hasCapability(int number) {
    return (effectiveCapabilities >>> number & 1) != 0;
  }

  /** Parses the file. Only a newline ends a line: any other control character may be in a name. */
  static ReadResult<ProcStatus> parse(byte[] bytes, int length) {
    long uid = -1;
    long capabilities = 0;
    boolean capable = false;
    OptionalInt threadGroup = OptionalInt.empty();
    int start = 0;
    while (start < length) {
      int end = start;
      while (end < length && bytes[end] != '\n') {
        end++;
      }
      if (uid < 0 && KernelText.startsWith(bytes, start, end, UID)) {
        uid = effectiveUid(bytes, start + UID.length(), end);
      } else if (!capable && KernelText.startsWith(bytes, start, end, CAP_EFF)) {
        int from = start + CAP_EFF.length();
        capable = isHex(bytes, from, end);
        capabilities = capable ? hex(bytes, from, end) : 0;
      }
      if (threadGroup.isEmpty() && KernelText.startsWith(bytes, start, end, TGID)) {
        threadGroup = pid(KernelText.number(bytes, start + TGID.length(), end));
      }
      start = end + 1;
    }
    return uid >= 0 && capable
        ? new ReadResult.Ok<>(new ProcStatus((int) uid, capabilities, threadGroup))
        : new ReadResult.Malformed<>("expected lines 'Uid:' and 'CapEff:'");
  }

  private static OptionalInt pid(long number) {
    return number > 0 && number <= Integer.MAX_VALUE
        ? OptionalInt.of((int) number)
        : OptionalInt.empty();
  }

  /** The second of the four numbers (real, effective, saved, file system), or -1. */
  private static long effectiveUid(byte[] bytes, int from, int end) {
    int first = KernelText.indexOf(bytes, from, end, '\t');
    int second = first < 0 ? -1 : KernelText.indexOf(bytes, first + 1, end, '\t');
    long uid = second < 0 ? -1 : KernelText.number(bytes, first + 1, second);
    return uid > MOST_UID || KernelText.number(bytes, from, first) < 0 ? -1 : uid;
  }

  private static boolean isHex(byte[] bytes, int from, int end) {
    for (int index = from; index < end; index++) {
      if (Character.digit(bytes[index], HEX_DIGITS) < 0) {
        return false;
      }
    }
    return end > from && end - from <= HEX_DIGITS;
  }

  private static long hex(byte[] bytes, int from, int end) {
    long number = 0;
    for (int index = from; index < end; index++) {
      number = number << 4 | Character.digit(bytes[index], HEX_DIGITS);
    }
    return number;
  }
}
