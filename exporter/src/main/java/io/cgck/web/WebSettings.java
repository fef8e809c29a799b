package io.cgck.web;

import static java.util.Objects.requireNonNull;

import io.cgck.webconfig.LiveWebConfig;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the flags {@code --web.*} say.
 *
 * @param listenAddresses at least one
 * @param telemetryPath where the metrics are
 * @param enableLifecycle whether {@code POST /-/reload} is allowed
 * @param accessLog whether every request is logged
 * @param config TLS, users, headers and the like; empty without a file for them
 */
public record WebSettings(
    List<ListenAddress> listenAddresses,
    String telemetryPath,
    boolean enableLifecycle,
    boolean accessLog,
    Optional<LiveWebConfig> config) {
  // Only characters that mean the same with and without percent-encoding, so that the path has one
  // spelling.
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~!$&'()*+,=:@-]+)+");
  private static final Pattern DOT_SEGMENT = Pattern.compile("/\\.\\.?(/|$)");
  private static final Pattern RESERVED = Pattern.compile("/(-|api)(/.*)?");
  private static final Pattern PAGES =
      Pattern.compile("/(assets|processes|cgroups|namespaces|expectations|moves)(/.*)?");

  // After the patterns: its constructor needs them.
  public static final WebSettings DEFAULTS =
      new WebSettings(List.of(ListenAddress.parse(":10065")), "/metrics", false);

  /** Without a web configuration and an access log. */
  public WebSettings(
      List<ListenAddress> listenAddresses, String telemetryPath, boolean enableLifecycle) {
    this(listenAddresses, telemetryPath, enableLifecycle, false, Optional.empty());
  }

  public WebSettings {
    requireNonNull(config, "config is null");
    listenAddresses = List.copyOf(listenAddresses);
    if (listenAddresses.isEmpty()) {
      throw new IllegalArgumentException("--web.listen-address: at least one address is needed");
    }
    requireNonNull(telemetryPath, "telemetryPath is null");
    if (!telemetryPath.startsWith("/")) {
      throw invalid(telemetryPath, "expected a path that begins with '/', for example /metrics");
    }
    // At the root they are in the place of the status page, which is then at /status.
    if (!telemetryPath.equals("/")
        && (!PATH.matcher(telemetryPath).matches() || DOT_SEGMENT.matcher(telemetryPath).find())) {
      throw invalid(
          telemetryPath,
          "expected a plain path without empty segments, '.', '..', '%', ';', '?' or '#'");
    }
    if (RESERVED.matcher(telemetryPath).matches()) {
      throw invalid(telemetryPath, "paths below /-/ and /api/ are taken; choose another");
    }
    if (PAGES.matcher(telemetryPath).matches()) {
      throw invalid(telemetryPath, "there are pages for people; choose another, or / itself");
    }
  }

  /** Whether the sockets speak TLS, which only a restart changes. */
  public boolean speaksTls() {
    return config.filter(live -> live.current().tls().isPresent()).isPresent();
  }

  private static IllegalArgumentException invalid(String path, String reason) {
    return new IllegalArgumentException("--web.telemetry-path=" + path + ": " + reason);
  }
}
