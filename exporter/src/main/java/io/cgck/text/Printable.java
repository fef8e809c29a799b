package io.cgck.text;

import java.util.Locale;

/**
 * Names of processes and cgroups come from whoever started them. On a terminal, what would steer it
 * (control characters, changes of direction) stands escaped.
 */
public final class Printable {
  private Printable() {}

  public static String of(String name) {
    for (int index = 0; index < name.length(); index++) {
      if (steers(name.charAt(index))) {
        return escaped(name);
      }
    }
    return name;
  }

  private static String escaped(String name) {
    StringBuilder text = new StringBuilder();
    name.chars()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\r' -> text.append("\\r");
                default -> {
                  if (steers((char) c)) {
                    text.append(String.format(Locale.ROOT, "\\u%04x", c));
                  } else {
                    text.append((char) c);
                  }
                }
              }
            });
    return text.toString();
  }

  private static boolean steers(char c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
