package io.cgck.procfs;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;

/**
 * {@code /proc/PID/timens_offsets} ({@code time_namespaces(7)}): by how much clocks of a time
 * namespace are ahead of those of the initial one.
 *
 * @param monotonicNanos of {@code CLOCK_MONOTONIC}, in nanoseconds
 */
public record TimensOffsets(long monotonicNanos) {
  private static final Pattern MONOTONIC =
      Pattern.compile("(?m)^monotonic +(-?[0-9]{1,10}) +([0-9]{1,9})$");
  private static final long NANOS_OF_A_SECOND = 1_000_000_000;

  static ReadResult<TimensOffsets> parse(byte[] bytes, int length) {
    Matcher monotonic =
        MONOTONIC.matcher(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
    return monotonic.find()
        ? new ReadResult.Ok<>(
            new TimensOffsets(
                // Nanoseconds are never negative: they count up from the second before.
                Long.parseLong(monotonic.group(1)) * NANOS_OF_A_SECOND
                    + Long.parseLong(monotonic.group(2))))
        : new ReadResult.Malformed<>("expected a line 'monotonic SECONDS NANOSECONDS'");
  }
}
