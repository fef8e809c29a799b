package io.cgck.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.cgck.model.CgroupPath;
import java.net.URLEncoder;
import java.util.List;

/**
 * Links from one page to others. They are relative, so that they hold behind a proxy that puts a
 * prefix before all paths.
 *
 * @param up from the page to the root of all pages: {@code ./}, {@code ../}, …
 * @param statusPath of the status page, relative to that root; empty for the root itself
 * @param telemetryPath of the metrics, without the slash at its begin
 */
record Links(String up, String statusPath, String telemetryPath, Assets assets) {
  static final String ASSETS = "assets/";

  Links {
    requireNonNull(up, "up is null");
    requireNonNull(statusPath, "statusPath is null");
    requireNonNull(telemetryPath, "telemetryPath is null");
    requireNonNull(assets, "assets is null");
  }

  /** The way up from a page with this path. */
  static String upFrom(String path) {
    int depth = (int) path.chars().filter(c -> c == '/').count() - 1;
    return depth <= 0 ? "./" : "../".repeat(depth);
  }

  String to(Section section) {
    return up + (section == Section.STATUS ? statusPath : section.path());
  }

  String to(Asset asset) {
    return up + ASSETS + asset.name();
  }

  /** A path that is no page of this package. */
  String toOther(String path) {
    return up + path;
  }

  String metrics() {
    return up + telemetryPath;
  }

  String process(int pid) {
    return up + Section.PROCESSES.path() + "/" + pid;
  }

  /** What the address of a process begins with, for the script, which adds the PID. */
  String processPrefix() {
    return up + Section.PROCESSES.path() + "/";
  }

  /** Processes of which a parameter of the filter has a value. */
  String processesWith(String parameter, String value) {
    return to(Section.PROCESSES) + "?" + parameter + "=" + encoded(value);
  }

  /** The processes shown in a cgroup of the default hierarchy, and not below. */
  String processesIn(CgroupPath cgroup) {
    return processesWith("cgroup", pattern(cgroup.value()));
  }

  /** A pattern that matches just this path: names of cgroups may have wildcards in them. */
  private static String pattern(String path) {
    if (path.indexOf('*') < 0 && path.indexOf('?') < 0) {
      return path;
    }
    StringBuilder regex = new StringBuilder("regex:");
    path.codePoints()
        .forEach(
            c -> {
              if (Character.isLetterOrDigit(c) || c == '/' || c == '_') {
                regex.appendCodePoint(c);
              } else {
                regex.append("\\x{").append(Integer.toHexString(c)).append('}');
              }
            });
    return regex.toString();
  }

  /** The tree below a cgroup. */
  String cgroups(CgroupPath at) {
    return at.isRoot() ? to(Section.CGROUPS) : to(Section.CGROUPS) + "?at=" + encoded(at.value());
  }

  static String encoded(String value) {
    return URLEncoder.encode(value, UTF_8);
  }

  /** A query of names and values in turn; what is empty is left out. */
  static String query(List<String> namesAndValues) {
    StringBuilder query = new StringBuilder();
    for (int index = 0; index + 1 < namesAndValues.size(); index += 2) {
      String value = namesAndValues.get(index + 1);
      if (!value.isEmpty()) {
        query
            .append(query.isEmpty() ? "?" : "&")
            .append(encoded(namesAndValues.get(index)))
            .append('=')
            .append(encoded(value));
      }
    }
    return query.toString();
  }
}
