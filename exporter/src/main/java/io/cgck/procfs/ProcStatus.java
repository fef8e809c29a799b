package io.cgck.procfs;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /proc/PID/status} ({@code proc_pid_status(5)}), as far as matchers and hints need it.
 *
 * @param effectiveUid effective user ID, as an unsigned 32-bit number
 * @param effectiveCapabilities bit set of {@code capabilities(7)}
 */
public record ProcStatus(int effectiveUid, long effectiveCapabilities) {
  // Only \n ends a line (?d): any other line terminator may stand in the command name.
  private static final Pattern UID = Pattern.compile("(?md)^Uid:\\t\\d+\\t(\\d{1,10})\\t");
  private static final Pattern CAP_EFF = Pattern.compile("(?md)^CapEff:\\t([0-9a-f]{1,16})$");

  /** Whether a capability is in effect, by its number in {@code linux/capability.h}. */
  public boolean hasCapability(int number) {
    return (effectiveCapabilities >>> number & 1) != 0;
  }

  static ReadResult<ProcStatus> parse(byte[] bytes, int length) {
    String text = KernelText.of(bytes, length).toString();
    Matcher uid = UID.matcher(text);
    Matcher capEff = CAP_EFF.matcher(text);
    if (!uid.find() || !capEff.find()) {
      return new ReadResult.Malformed<>("expected lines 'Uid:' and 'CapEff:'");
    }
    return new ReadResult.Ok<>(
        new ProcStatus(
            (int) Long.parseLong(uid.group(1)), new BigInteger(capEff.group(1), 16).longValue()));
  }
}
