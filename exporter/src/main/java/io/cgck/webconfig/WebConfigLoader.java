package io.cgck.webconfig;

import static java.util.Objects.requireNonNull;

import io.cgck.config.ConfigurationFile;
import io.cgck.config.FileContent;
import io.cgck.config.Nodes;
import io.cgck.config.Problems;
import io.cgck.config.Section;
import io.cgck.config.YamlDocument;
import io.cgck.match.Parsed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads a web configuration file and the files that it names, as Prometheus' exporter-toolkit does
 * ({@code docs/web-configuration.md}): what that takes is taken, and means the same.
 */
public final class WebConfigLoader {
  static final List<String> TOP_KEYS =
      List.of("tls_server_config", "http_server_config", "basic_auth_users", "rate_limit");
  static final List<String> HTTP_KEYS = List.of("http2", "headers");
  static final List<String> RATE_KEYS = List.of("interval", "burst");

  /** The headers that can be set, with the values that they may have; none for any. */
  static final Map<String, List<String>> HEADERS = headers();

  private static Map<String, List<String>> headers() {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("Strict-Transport-Security", List.of());
    headers.put("X-Content-Type-Options", List.of("nosniff"));
    headers.put("X-Frame-Options", List.of("deny", "sameorigin"));
    headers.put("X-XSS-Protection", List.of());
    headers.put("Content-Security-Policy", List.of());
    return headers;
  }

  private final Path path;

  public WebConfigLoader(Path path) {
    this.path = requireNonNull(path, "path is null");
  }

  public WebConfigResult load() {
    return load(new FilesRead());
  }

  /**
   * Reads it.
   *
   * @param files notes what is read
   */
  WebConfigResult load(FilesRead files) {
    Problems problems = new Problems(path.toString());
    WebConfig config =
        switch (files.read(path)) {
          case FileContent.Bytes bytes -> decode(bytes, files, problems);
          case FileContent.Unreadable(String why) -> {
            problems.error(1, 1, "cannot be read: " + why);
            yield WebConfig.defaults();
          }
        };
    return problems.errors().isEmpty()
        ? new WebConfigResult.Valid(config, problems.warnings())
        : new WebConfigResult.Invalid(problems.errors());
  }

  private WebConfig decode(FileContent.Bytes bytes, FilesRead files, Problems problems) {
    return switch (ConfigurationFile.decode(bytes.toArray())) {
      case ConfigurationFile.Text(String text) -> parse(text, files, problems);
      case ConfigurationFile.Refused(int line, int column, String why) -> {
        problems.error(line, column, why);
        yield WebConfig.defaults();
      }
    };
  }

  private WebConfig parse(String text, FilesRead files, Problems problems) {
    return switch (YamlDocument.compose(text)) {
      case YamlDocument.Empty() -> WebConfig.defaults();
      case YamlDocument.Root(Node root) -> read(root, files, problems);
      case YamlDocument.Refused(int line, int column, String why) -> {
        problems.error(line, column, why);
        yield WebConfig.defaults();
      }
    };
  }

  private WebConfig read(Node root, FilesRead files, Problems problems) {
    if (!(root instanceof MappingNode mapping)) {
      if (!Nodes.isNothing(root)) {
        problems.error(
            root,
            "expected a mapping with %s, found %s"
                .formatted(String.join(", ", TOP_KEYS), Nodes.describe(root)));
      }
      return WebConfig.defaults();
    }
    Section top = Section.of(mapping, TOP_KEYS, problems);
    WebValues values = new WebValues(problems);
    Section http = top.section("http_server_config", HTTP_KEYS);
    boolean http2 = values.bool(http, "http2", true);
    Section tls = top.section("tls_server_config", TlsReader.KEYS);
    return new WebConfig(
        new TlsReader(directory(), files, problems)
            .read(top.node("tls_server_config").orElse(root), tls, http2),
        http2,
        headers(http, values, problems),
        users(top, problems),
        rateLimit(top.section("rate_limit", RATE_KEYS), problems));
  }

  private Path directory() {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }

  private static Map<String, String> headers(Section http, WebValues values, Problems problems) {
    Section headers = http.section("headers", List.copyOf(HEADERS.keySet()));
    Map<String, String> result = new LinkedHashMap<>();
    headers
        .values()
        .forEach(
            (name, node) -> {
              String value = values.text(headers, name).map(WebValues.Text::value).orElse("");
              List<String> allowed = HEADERS.getOrDefault(name, List.of());
              if (!allowed.isEmpty() && !allowed.contains(value)) {
                problems.error(
                    node,
                    "%s can be %s, found %s"
                        .formatted(name, String.join(" or ", allowed), Nodes.quote(value)));
              } else if (value.chars().anyMatch(Character::isISOControl)) {
                problems.error(node, name + ": a header is one line, without control characters");
              } else {
                result.put(name, value);
              }
            });
    return result;
  }

  private static Optional<Users> users(Section top, Problems problems) {
    Optional<Node> node = top.node("basic_auth_users").filter(value -> !Nodes.isNothing(value));
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!(node.get() instanceof MappingNode mapping)) {
      // A text may be alice:secret, and so is quoted nowhere.
      String found = node.get() instanceof ScalarNode ? "a text" : Nodes.describe(node.get());
      problems.error(node.get(), "expected users with " + BcryptHash.EXPECTED + ", found " + found);
      return Optional.empty();
    }
    Map<String, BcryptHash> users = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      Node key = entry.getKeyNode();
      if (!(key instanceof ScalarNode user)) {
        problems.error(key, "expected the name of a user, found " + Nodes.describe(key));
        continue;
      }
      String hash = entry.getValueNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      problems
          .take(entry.getValueNode(), BcryptHash.parse(hash))
          .ifPresent(
              parsed -> {
                if (users.putIfAbsent(user.getValue(), parsed) != null) {
                  problems.error(
                      key,
                      "duplicate user " + Nodes.quote(user.getValue()) + "; remove one of them");
                }
              });
    }
    return users.isEmpty() ? Optional.empty() : Optional.of(new Users(users));
  }

  private static Optional<RateLimit> rateLimit(Section section, Problems problems) {
    Duration interval =
        section.value(
            "interval",
            Duration.ZERO,
            node ->
                node instanceof ScalarNode scalar
                    ? Nodes.isNothing(node)
                        ? new Parsed.Good<>(Duration.ZERO)
                        : GoDuration.parse(scalar.getValue())
                    : new Parsed.Bad<>(
                        "expected a duration such as 1s, found " + Nodes.describe(node)));
    int burst =
        section.value(
            "burst",
            0,
            node ->
                node instanceof ScalarNode scalar
                    ? burst(scalar)
                    : new Parsed.Bad<>("expected a whole number, found " + Nodes.describe(node)));
    if (interval.isZero()) {
      return Optional.empty();
    }
    if (burst == 0) {
      section
          .node("interval")
          .ifPresent(
              node ->
                  problems.warning(
                      node, "rate_limit without a burst refuses every request; add burst: 10"));
    }
    return Optional.of(new RateLimit(interval, burst));
  }

  private static Parsed<Integer> burst(ScalarNode node) {
    if (Nodes.isNothing(node)) {
      return new Parsed.Good<>(0);
    }
    String text = node.getValue();
    return node.isPlain() && text.matches("[0-9]{1,9}")
        ? new Parsed.Good<>(Integer.valueOf(text))
        : new Parsed.Bad<>("expected a whole number, found " + Nodes.describe(node));
  }
}
