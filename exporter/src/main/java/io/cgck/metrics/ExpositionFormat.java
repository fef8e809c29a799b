package io.cgck.metrics;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The formats in which metrics are served. */
public enum ExpositionFormat {
  TEXT("text", "plain", "0.0.4", "0.0.4", ""),
  // Scrapers that ask for 0.0.1, the draft of 1.0.0, read 1.0.0 as well.
  OPENMETRICS("application", "openmetrics-text", "1.0.0", "0.0.1", "# EOF\n");

  private final String type;
  private final String subtype;
  private final String version;
  private final String compatibleVersion;
  private final String end;

  ExpositionFormat(
      String type, String subtype, String version, String compatibleVersion, String end) {
    this.type = type;
    this.subtype = subtype;
    this.version = version;
    this.compatibleVersion = compatibleVersion;
    this.end = end;
  }

  /** What an exposition ends with. */
  String end() {
    return end;
  }

  /** The value of {@code Content-Type}. */
  public String contentType() {
    return "%s/%s; version=%s; charset=utf-8".formatted(type, subtype, version);
  }

  /**
   * The format that a client prefers, as RFC 9110, section 12.5.1, reads its {@code Accept} header.
   * On a tie the format that the client names more precisely wins, then {@link #TEXT}. When neither
   * is acceptable the answer is {@link #TEXT} all the same: a person with an odd client is better
   * served by text than by an error.
   *
   * @param accept the header's value, several lines joined by commas
   */
  public static ExpositionFormat negotiate(@Nullable String accept) {
    if (accept == null || accept.isBlank()) {
      return TEXT;
    }
    List<MediaRange> ranges = MediaRange.parse(accept);
    Preference text = TEXT.preference(ranges);
    Preference openMetrics = OPENMETRICS.preference(ranges);
    return openMetrics.compareTo(text) > 0 ? OPENMETRICS : TEXT;
  }

  /** The most precise range decides, also when it is the one that says no. */
  private Preference preference(List<MediaRange> ranges) {
    Preference best = Preference.NONE;
    for (MediaRange range : ranges) {
      Precision precision = precision(range);
      int morePrecise = precision.compareTo(best.precision());
      if (morePrecise > 0 || (morePrecise == 0 && range.quality() > best.quality())) {
        best = new Preference(range.quality(), precision);
      }
    }
    return best.precision() == Precision.NO_MATCH ? Preference.NONE : best;
  }

  private Precision precision(MediaRange range) {
    Optional<String> charset = range.parameter("charset");
    if (charset.isPresent() && !charset.get().equalsIgnoreCase("utf-8")) {
      return Precision.NO_MATCH;
    }
    if (range.type().equals("*")) {
      return range.subtype().equals("*") ? Precision.ANY : Precision.NO_MATCH;
    }
    if (!range.type().equals(type)) {
      return Precision.NO_MATCH;
    }
    if (range.subtype().equals("*")) {
      return Precision.TYPE;
    }
    if (!range.subtype().equals(subtype)) {
      return Precision.NO_MATCH;
    }
    Optional<String> wanted = range.parameter("version");
    if (wanted.isEmpty()) {
      return Precision.SUBTYPE;
    }
    if (wanted.get().equals(version)) {
      return Precision.VERSION;
    }
    return wanted.get().equals(compatibleVersion)
        ? Precision.COMPATIBLE_VERSION
        : Precision.NO_MATCH;
  }

  private enum Precision {
    NO_MATCH,
    ANY,
    TYPE,
    SUBTYPE,
    COMPATIBLE_VERSION,
    VERSION
  }

  /**
   * @param quality thousandths; 0 is not acceptable
   */
  private record Preference(int quality, Precision precision) implements Comparable<Preference> {
    static final Preference NONE = new Preference(0, Precision.NO_MATCH);

    @Override
    public int compareTo(Preference other) {
      int byQuality = Integer.compare(quality, other.quality);
      return byQuality != 0 || quality == 0 ? byQuality : precision.compareTo(other.precision);
    }
  }
}
