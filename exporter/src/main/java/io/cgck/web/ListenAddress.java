package io.cgck.web;

import static java.util.Objects.requireNonNull;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of {@code --web.listen-address}.
 *
 * @param text what the user wrote
 * @param host a name or an IP address; empty for all addresses of the machine
 * @param port 0 for one that is free
 */
public record ListenAddress(String text, String host, int port) {
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?<name>[A-Za-z0-9._-]*|\\[(?<ipv6>[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?)])"
              + ":(?<port>[0-9]{1,5})");
  private static final Pattern BARE_IPV6 =
      Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");
  private static final int HIGHEST_PORT = 65535;

  public ListenAddress {
    requireNonNull(text, "text is null");
    requireNonNull(host, "host is null");
    if (port < 0 || port > HIGHEST_PORT) {
      throw invalid(text, "the port is not between 0 and " + HIGHEST_PORT);
    }
  }

  /**
   * Reads {@code HOST:PORT}, {@code [IPV6]:PORT} or {@code :PORT}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static ListenAddress parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw invalid(
          text,
          BARE_IPV6.matcher(text).matches()
              ? "an IPv6 address needs brackets, for example [::1]:10065"
              : "expected HOST:PORT or :PORT, for example :10065");
    }
    String ipv6 = matcher.group("ipv6");
    String host = ipv6 == null ? matcher.group("name") : ipv6;
    return new ListenAddress(text, host, Integer.parseInt(matcher.group("port")));
  }

  private static IllegalArgumentException invalid(String text, String reason) {
    return new IllegalArgumentException("--web.listen-address=" + text + ": " + reason);
  }

  @Override
  public String toString() {
    return text;
  }
}
