package io.cgck.procfs;

/**
 * {@code /proc/stat} ({@code proc_stat(5)}), as far as start times need it.
 *
 * @param bootTimeSeconds time of boot in seconds since the Unix epoch ({@code btime})
 */
public record KernelStat(long bootTimeSeconds) {
  private static final String BTIME = "btime ";

  static ReadResult<KernelStat> parse(byte[] bytes, int length) {
    KernelText text = KernelText.of(bytes, length);
    int start = 0;
    while (start < length) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? length : newline;
      KernelText line = text.slice(start, end);
      if (line.length() > BTIME.length()
          && line.slice(0, BTIME.length()).contentEquals(BTIME)
          && line.from(BTIME.length()).number() >= 0) {
        return new ReadResult.Ok<>(new KernelStat(line.from(BTIME.length()).number()));
      }
      start = end + 1;
    }
    return new ReadResult.Malformed<>("expected a line 'btime SECONDS'");
  }
}
