package io.cgck.procfs;

/** Names that come in other places than files of text, written as those of {@code /proc} are. */
public final class KernelString {
  private KernelString() {}

  /**
   * Decodes a name: UTF-8, and {@code \xNN} for every byte that is none.
   *
   * @param from index of the first byte
   * @param to index after the last byte
   */
  public static String decode(byte[] bytes, int from, int to) {
    return new KernelText(bytes, from, to).toString();
  }
}
