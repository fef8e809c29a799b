package io.cgck.pages;

import io.cgck.config.Configuration;
import io.cgck.expect.Assessor;
import io.cgck.explain.MoveFeed;
import io.cgck.fixture.Sketch;
import io.cgck.metrics.BuildInfo;
import io.cgck.metrics.Publisher;
import io.cgck.metrics.Shown;
import io.cgck.model.CgroupMount;
import io.cgck.model.CgroupNamespace;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.MountNamespace;
import io.cgck.model.Move;
import io.cgck.model.Mover;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.NamespaceRoot;
import io.cgck.model.ProcessInfo;
import io.cgck.query.ShownMoves;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** A host that pages show, without a server. */
final class PagesHost {
  static final Instant NOW = Instant.ofEpochSecond(2_000_000_000);

  private final MoveFeed moves = new MoveFeed(1000, 1);
  private Optional<Shown> shown = Optional.empty();
  private List<CgroupNamespace> namespaces = List.of();
  private List<MountNamespace> mounts = List.of();
  private String telemetryPath = "/metrics";

  PagesHost telemetryAt(String path) {
    telemetryPath = path;
    return this;
  }

  /** A cgroup namespace has its root there, as far as its mounts tell. */
  PagesHost inferredRoot(long inode, String root) {
    List<CgroupNamespace> all = new ArrayList<>(namespaces);
    all.add(
        new CgroupNamespace(
            new NamespaceId(NamespaceKind.CGROUP, inode),
            new NamespaceRoot.Inferred(Map.of(Hierarchy.UNIFIED, new CgroupPath(root)))));
    namespaces = all;
    return this;
  }

  /** A mount namespace with a mount of the unified hierarchy at each of these places. */
  PagesHost mounted(long inode, String root, String... mountPoints) {
    List<MountNamespace> all = new ArrayList<>(mounts);
    all.add(
        new MountNamespace(
            new NamespaceId(NamespaceKind.MNT, inode),
            "/",
            Arrays.stream(mountPoints)
                .map(
                    point ->
                        new CgroupMount(
                            Hierarchy.UNIFIED, new CgroupPath(root), point, "", false, false))
                .toList()));
    mounts = all;
    return this;
  }

  PagesHost scanned(Configuration configuration, Sketch... processes) {
    return scanned(configuration, List.of(processes));
  }

  PagesHost scanned(Configuration configuration, List<Sketch> processes) {
    Publisher publisher =
        new Publisher(
            configuration, new BuildInfo("1.2.3", "", ""), Clock.fixed(NOW, ZoneOffset.UTC));
    List<ProcessInfo> built = processes.stream().map(Sketch::build).toList();
    publisher.publish(
        new Assessor(configuration.expectations(), () -> 0)
            .assess(Sketch.snapshot(NOW, namespaces, mounts, built)),
        0.25,
        5);
    shown = publisher.shown();
    return this;
  }

  PagesHost moved(int pid, String comm, String from, String to, Mover mover) {
    moves.add(
        List.of(
            new Move(
                new io.cgck.model.ProcessId(pid, pid),
                comm,
                OptionalInt.empty(),
                Hierarchy.UNIFIED,
                Optional.of(new CgroupPath(from)),
                new CgroupPath(to),
                NOW,
                new Move.Traced(mover, 1, Optional.empty()))),
        new MoveFeed.Discretion() {
          @Override
          public boolean shows(Move move) {
            return new ShownMoves(shown.orElseThrow()).shows(move);
          }

          @Override
          public boolean showsName(Mover of) {
            return true;
          }

          @Override
          public boolean showsProcess(Mover of) {
            return true;
          }
        });
    return this;
  }

  Page page(String pathAndQuery) {
    URI uri = URI.create(pathAndQuery);
    Map<String, List<String>> given = new LinkedHashMap<>();
    if (uri.getRawQuery() != null) {
      for (String pair : uri.getRawQuery().split("&", -1)) {
        String[] parts = pair.split("=", 2);
        given.computeIfAbsent(decoded(parts[0]), same -> new ArrayList<>()).add(decoded(parts[1]));
      }
    }
    return new Site(
            new Pages(
                () -> shown,
                moves,
                "1.2.3",
                telemetryPath,
                Path.of("/nowhere"),
                Clock.fixed(NOW.plusSeconds(3), ZoneOffset.UTC)),
            Assets.load())
        .page(uri.getPath(), given);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  String html(String pathAndQuery) {
    return new String(page(pathAndQuery).html(), StandardCharsets.UTF_8);
  }

  /** As a browser reads it; links are resolved. */
  Document read(String pathAndQuery) {
    return Jsoup.parse(html(pathAndQuery), "http://host" + pathAndQuery);
  }
}
