package io.cgck.model;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What only matchers and filters need, read only when one of them asks; but for moves, of which the
 * user is told. Never shown in metrics or pages.
 *
 * @param uid effective user ID ({@code proc_pid_status(5)}, {@code Uid}); also of a process that
 *     has moved
 * @param exe target of {@code /proc/PID/exe}
 * @param cmdline arguments of {@code /proc/PID/cmdline}, joined by single spaces
 */
public record ProcessDetails(OptionalInt uid, Optional<String> exe, Optional<String> cmdline) {
  public static final ProcessDetails UNREAD =
      new ProcessDetails(OptionalInt.empty(), Optional.empty(), Optional.empty());

  @Override
  public boolean equals(Object other) {
    return other instanceof ProcessDetails that
        && uid.equals(that.uid)
        && exe.equals(that.exe)
        && cmdline.equals(that.cmdline);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * uid.hashCode() + exe.hashCode()) + cmdline.hashCode();
  }
}
