package io.cgck.web;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A value of {@code --web.listen-address}; shows what the user wrote. */
public sealed interface ListenAddress {
  /**
   * A port.
   *
   * @param text what the user wrote
   * @param host a name or an IP address; empty for all addresses of the machine
   * @param port 0 for one that is free
   */
  record Tcp(String text, String host, int port) implements ListenAddress {
    private static final Pattern SYNTAX =
        Pattern.compile(
            "(?<name>[A-Za-z0-9._-]*|\\[(?<ipv6>[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?)])"
                + ":(?<port>[0-9]{1,5})");
    private static final Pattern BARE_IPV6 =
        Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");
    private static final int HIGHEST_PORT = 65535;

    public Tcp {
      requireNonNull(text, "text is null");
      requireNonNull(host, "host is null");
      if (port < 0 || port > HIGHEST_PORT) {
        throw invalid(text, "the port is not between 0 and " + HIGHEST_PORT);
      }
    }

    private static Tcp parse(String text) {
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
      return new Tcp(text, host, Integer.parseInt(matcher.group("port")));
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A socket in the file system ({@code unix(7)}).
   *
   * @param path an absolute one
   */
  record Unix(Path path) implements ListenAddress {
    private static final String PREFIX = "unix:";

    /** Of {@code sun_path} in {@code unix(7)}, without the byte that ends it. */
    static final int MAX_BYTES = 107;

    /** What {@link UnixSocketFile} adds while it makes the socket. */
    private static final int ROOM = 12;

    public Unix {
      requireNonNull(path, "path is null");
    }

    private static Unix parse(String text) {
      String path = text.substring(PREFIX.length());
      if (!path.startsWith("/") || path.endsWith("/")) {
        throw invalid(text, "expected unix:/PATH, for example unix:/run/cgck/web.sock");
      }
      if (path.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES - ROOM) {
        throw invalid(text, "the path is longer than %d bytes".formatted(MAX_BYTES - ROOM));
      }
      try {
        return new Unix(Path.of(path).normalize());
      } catch (InvalidPathException e) {
        throw invalid(text, "this is no path");
      }
    }

    @Override
    public String toString() {
      return PREFIX + path;
    }
  }

  /**
   * Reads {@code HOST:PORT}, {@code [IPV6]:PORT}, {@code :PORT} or {@code unix:/PATH}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static ListenAddress parse(String text) {
    return text.startsWith(Unix.PREFIX + "/") || text.equals(Unix.PREFIX)
        ? Unix.parse(text)
        : Tcp.parse(text);
  }

  private static IllegalArgumentException invalid(String text, String reason) {
    return new IllegalArgumentException("--web.listen-address=" + text + ": " + reason);
  }
}
