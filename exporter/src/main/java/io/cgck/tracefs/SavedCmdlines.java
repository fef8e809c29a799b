package io.cgck.tracefs;

import io.cgck.procfs.KernelString;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code saved_cmdlines}: the command names of threads that caused events lately, which the kernel
 * keeps although they have ended. One line each, the ID, a blank and the name.
 */
record SavedCmdlines(Map<Integer, String> names) {
  static final SavedCmdlines NONE = new SavedCmdlines(Map.of());

  SavedCmdlines {
    names = Map.copyOf(names);
  }

  /**
   * Parses the file. A name may hold a newline: what does not begin with a number goes on with the
   * name before. One that goes on with a number and a blank is taken for two, of which the second
   * never takes the place of what was there already.
   */
  static SavedCmdlines parse(byte[] bytes, int length) {
    Map<Integer, String> names = new HashMap<>();
    int start = 0;
    while (start < length) {
      int blank = start;
      long id = 0;
      while (blank < length && bytes[blank] >= '0' && bytes[blank] <= '9' && blank < start + 10) {
        id = 10 * id + (bytes[blank] - '0');
        blank++;
      }
      int end = endOfName(bytes, length, blank);
      if (blank > start && blank < length && bytes[blank] == ' ' && id <= Integer.MAX_VALUE) {
        names.putIfAbsent(
            (int) id, KernelString.decode(bytes, blank + 1, Math.max(blank + 1, end)));
      }
      start = end + 1;
    }
    return new SavedCmdlines(names);
  }

  /** The newline that another line follows, or the end. */
  private static int endOfName(byte[] bytes, int length, int from) {
    for (int at = from; at < length; at++) {
      boolean begins = at + 1 >= length || (bytes[at + 1] >= '0' && bytes[at + 1] <= '9');
      if (bytes[at] == '\n' && begins) {
        return at;
      }
    }
    return length;
  }

  Optional<String> of(int thread) {
    // What the kernel writes for one that it does not know.
    return Optional.ofNullable(names.get(thread)).filter(name -> !name.equals("<...>"));
  }
}
