package io.cgck.pages;

import static java.util.Objects.requireNonNull;

import io.cgck.explain.MoveFeed;
import io.cgck.metrics.Shown;
import io.cgck.web.OnDemand;
import io.cgck.web.Route;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What pages are made of, and where they are. Nothing of a page is loaded before one is asked for.
 *
 * @param shown what metrics show now; empty before the first scan has ended
 * @param moves that may be told
 * @param version of cgck
 * @param telemetryPath of the metrics
 * @param procfs where the name of the host is
 */
public record Pages(
    Supplier<Optional<Shown>> shown,
    MoveFeed moves,
    String version,
    String telemetryPath,
    Path procfs,
    Clock clock) {
  private static final String ROOT = "/";

  public Pages {
    requireNonNull(shown, "shown is null");
    requireNonNull(moves, "moves is null");
    requireNonNull(version, "version is null");
    requireNonNull(telemetryPath, "telemetryPath is null");
    requireNonNull(procfs, "procfs is null");
    requireNonNull(clock, "clock is null");
  }

  /** All of them, and what says that there is nothing at a path. */
  public List<Route> routes() {
    OnDemand site = new OnDemand(this::site);
    return List.of(
        Route.get(statusPath(), site),
        Route.get("/processes", site),
        Route.get("/cgroups", site),
        Route.get("/namespaces", site),
        Route.get("/expectations", site),
        Route.get("/moves", site),
        // Processes, assets, and all that does not exist.
        Route.anyBelow(ROOT, site));
  }

  private Site site() {
    return new Site(this, Assets.load());
  }

  /** Metrics may be at the root; then the status page is elsewhere. */
  String statusPath() {
    return telemetryPath.equals(ROOT) ? "/status" : ROOT;
  }
}
