package io.cgck.metrics;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a body is coded on its way ({@code Content-Encoding}). */
public enum ContentCoding {
  IDENTITY,
  GZIP;

  private static final Pattern ELEMENT =
      Pattern.compile(
          "\\s*(?<coding>[^\\s;,]+)\\s*"
              + "(;\\s*[qQ]\\s*=\\s*(?<quality>0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)\\s*)?");

  /** The value of {@code Content-Encoding}; empty if there is to be no such header. */
  public Optional<String> contentEncoding() {
    return switch (this) {
      case IDENTITY -> Optional.empty();
      case GZIP -> Optional.of("gzip");
    };
  }

  /**
   * The coding that a client prefers, as RFC 9110, section 12.5.3, reads its {@code
   * Accept-Encoding} header. {@link #GZIP} where the client accepts it, unless it names {@code
   * identity} and prefers that. A client that accepts neither gets {@link #IDENTITY}, like one that
   * says nothing.
   *
   * @param accept the header's value, several lines joined by commas
   */
  public static ContentCoding negotiate(@Nullable String accept) {
    if (accept == null) {
      return IDENTITY;
    }
    OptionalInt gzip = OptionalInt.empty();
    OptionalInt identity = OptionalInt.empty();
    OptionalInt others = OptionalInt.empty();
    for (String element : accept.split(",", -1)) {
      Matcher matcher = ELEMENT.matcher(element);
      // One that is not well-formed says nothing about what is acceptable.
      if (matcher.matches()) {
        String quality = matcher.group("quality");
        OptionalInt thousandths =
            OptionalInt.of(
                quality == null ? 1000 : (int) Math.round(1000 * Double.parseDouble(quality)));
        switch (matcher.group("coding").toLowerCase(Locale.ROOT)) {
          case "gzip", "x-gzip" -> gzip = thousandths;
          case "identity" -> identity = thousandths;
          case "*" -> others = thousandths;
          default -> {
            // A coding that nobody here can do.
          }
        }
      }
    }
    int zipped = gzip.orElse(others.orElse(0));
    return zipped > 0 && zipped >= identity.orElse(0) ? GZIP : IDENTITY;
  }
}
