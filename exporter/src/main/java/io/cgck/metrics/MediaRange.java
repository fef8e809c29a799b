package io.cgck.metrics;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One element of an {@code Accept} header: {@code type/subtype;parameter=value;q=0.5}.
 *
 * @param quality the weight in thousandths
 * @param parameters values by name in lower case, without {@code q}
 */
record MediaRange(String type, String subtype, int quality, Map<String, String> parameters) {
  private static final Pattern QUALITY = Pattern.compile("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?");

  MediaRange {
    requireNonNull(type, "type is null");
    requireNonNull(subtype, "subtype is null");
    parameters = Map.copyOf(parameters);
  }

  /** All elements that are well-formed; one that is not says nothing about what is acceptable. */
  static List<MediaRange> parse(String accept) {
    return split(accept, ',').stream().flatMap(element -> parseOne(element).stream()).toList();
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  private static Optional<MediaRange> parseOne(String element) {
    List<String> parts = split(element, ';');
    String mediaType = parts.getFirst().toLowerCase(Locale.ROOT);
    int slash = mediaType.indexOf('/');
    if (slash <= 0 || slash == mediaType.length() - 1) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    for (String part : parts.subList(1, parts.size())) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        parameters.put(name, unquote(part.substring(equals + 1).strip()));
      }
    }
    String quality = parameters.getOrDefault("q", "1");
    parameters.remove("q");
    if (!QUALITY.matcher(quality).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new MediaRange(
            mediaType.substring(0, slash),
            mediaType.substring(slash + 1),
            (int) Math.round(1000 * Double.parseDouble(quality)),
            parameters));
  }

  /** Separators inside quoted strings do not separate. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(text.substring(start).strip());
    return parts;
  }

  private static String unquote(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
  }
}
