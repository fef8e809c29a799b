package io.cgck.api;

import io.cgck.json.JsonOutput;
import io.cgck.metrics.Shown;
import io.cgck.model.ScanError;
import io.cgck.model.Snapshot;
import io.cgck.scan.Advice;
import io.cgck.scan.TraceStatus;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The host and how the looking at it goes. */
record StatusJson(Shown shown) {
  void write(JsonOutput json) {
    Snapshot snapshot = shown.snapshot();
    json.field("snapshot_time", Listing.time(shown))
        .field("version", shown.build().version())
        .field("revision", shown.build().revision())
        .field("java_version", shown.build().javaVersion())
        .field("cgroup_mode", snapshot.mode().label())
        .field("initial_cgroup_namespace", snapshot.vantage().absolutePaths())
        .field("initial_pid_namespace", snapshot.vantage().wholeHost());
    json.object(
        "scan",
        () ->
            json.field("interval_seconds", Optional.of(shown.pauseSeconds()))
                .field("duration_seconds", Optional.of(snapshot.duration().toNanos() / 1e9))
                .field("cpu_seconds_total", Optional.of(shown.cpuSeconds())));
    json.object("processes", () -> writeProcesses(json, snapshot));
    json.object(
        "cgroups",
        () ->
            json.field("shown", shown.cgroupNumbers().shown())
                .field("over_limit", shown.cgroupNumbers().overLimit()));
    json.object(
        "namespaces",
        () ->
            shown
                .differentNamespaces()
                .forEach((kind, number) -> json.field(kind.label(), number.longValue())));
    json.object(
        "moves",
        () ->
            json.field("scan", shown.movesScanned())
                .field("trace", shown.trace().map(status -> shown.movesTraced())));
    if (shown.trace().isPresent()) {
      TraceStatus trace = shown.trace().get();
      json.object("trace", () -> write(json, trace));
    } else {
      json.field("trace", Optional.empty());
    }
    json.array(
        "errors",
        () ->
            new TreeMap<ScanError, Long>(snapshot.errors())
                .forEach(
                    (error, count) ->
                        json.object(
                            () ->
                                json.field("file", error.file())
                                    .field("reason", error.reason())
                                    .field("count", count))));
    json.array(
        "advice",
        () ->
            Advice.on(snapshot, Set.of())
                .forEach(
                    advice ->
                        json.object(
                            () ->
                                json.field("topic", advice.topic().label())
                                    .field("sentence", advice.sentence()))));
    json.object(
        "configuration",
        () ->
            json.field("last_reload_successful", shown.load().successful())
                .field("loaded_at", shown.load().at().toString()));
  }

  private void writeProcesses(JsonOutput json, Snapshot snapshot) {
    Shown.Numbers numbers = shown.processNumbers();
    json.field("scanned", snapshot.processes().size() - shown.partial())
        .field("partial", shown.partial() + snapshot.hidden())
        .field("vanished", snapshot.vanished())
        .field("unwatched", snapshot.unwatched())
        .field("excluded", numbers.excluded())
        .field("over_limit", numbers.overLimit())
        .field("shown", numbers.shown());
  }

  private static void write(JsonOutput json, TraceStatus trace) {
    json.field("up", trace.up()).field("down_reason", trace.up() ? "" : trace.reason());
    json.object(
        "events",
        () -> {
          for (Map.Entry<String, Long> each : trace.events().entrySet()) {
            json.field(each.getKey(), each.getValue());
          }
        });
    json.field("lost", trace.lost())
        .field("merged", trace.merged())
        .field("malformed", trace.malformed())
        .field("thread_moves", trace.threadMoves());
  }
}
