package io.cgck.pages;

/** How many bytes texts take in a page, at most: names can be thousands of bytes long. */
final class Weight {
  /** So much a page has room for, besides what is of our own. */
  static final long ROOM = 1 << 20;

  /** What HTML or {@link SafeOutput} escape becomes that long at most. */
  private static final int ESCAPED = 6;

  private Weight() {}

  static long of(String... texts) {
    long weight = 0;
    for (String text : texts) {
      for (int index = 0; index < text.length(); index++) {
        weight += isPlain(text.charAt(index)) ? 1 : ESCAPED;
      }
    }
    return weight;
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c <= '~' && "&<>\"'\\".indexOf(c) < 0;
  }
}
