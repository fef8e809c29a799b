package io.cgck.api;

import io.cgck.explain.CgroupStatsText;
import io.cgck.json.AttributionJson;
import io.cgck.json.JsonOutput;
import io.cgck.metrics.Shown;
import java.util.Optional;

/** A cgroup as its series show it. */
final class CgroupJson {
  private final Shown shown;
  private final CgroupStatsText stats;

  CgroupJson(Shown shown) {
    this.shown = shown;
    this.stats = new CgroupStatsText(shown.findings());
  }

  void write(JsonOutput json, Shown.Cgroup cgroup) {
    json.field("cgroup", cgroup.path().value())
        .field("processes", cgroup.processes())
        .field("removed_processes", cgroup.removedProcesses())
        .field("joins_total", cgroup.joins())
        .field("leaves_total", cgroup.leaves());
    AttributionJson.writeFields(json, cgroup.attribution());
    if (shown.findings().stats().containsKey(cgroup.path())) {
      stats.write(cgroup.path(), json);
    } else {
      json.field("stats", Optional.empty());
    }
  }
}
