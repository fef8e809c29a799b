package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.cli.CapturedLog;
import io.cgck.fixture.Sketch;
import io.cgck.lab.Waiting;
import io.cgck.model.Snapshot;
import io.cgck.model.Vantage;
import io.cgck.tracefs.TraceSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceWatchTest {
  @TempDir private Path nothing;
  @AutoClose private final CapturedLog log = new CapturedLog();

  private TraceWatch.Settings.On on(String instance) {
    return new TraceWatch.Settings.On(
        new TraceSettings(nothing, instance, 8, false), TraceWatch.Absence.WARNING);
  }

  private static String reason(TraceWatch watch) {
    return watch.take().status().orElseThrow().reason();
  }

  private static Snapshot ofAContainer() {
    Snapshot whole = Sketch.snapshot(Instant.EPOCH, Sketch.process(7, "x", "/"));
    return new Snapshot(
        whole.takenAt(),
        whole.duration(),
        new Vantage(true, Optional.of(false), Set.of()),
        whole.mode(),
        whole.hierarchies(),
        whole.defaultHierarchy(),
        whole.processes(),
        whole.cgroupNamespaces(),
        whole.mountNamespaces(),
        whole.vanished(),
        whole.hidden(),
        whole.unwatched(),
        whole.errors());
  }

  @Test
  void saysOnceThatPidsOfEventsMeanNothingInAContainer() {
    try (TraceWatch watch = new TraceWatch(Path.of("/proc"), on("a"))) {
      assertThat(reason(watch)).isEqualTo("starting");
      watch.seen(ofAContainer());
      watch.seen(ofAContainer());

      assertThat(reason(watch)).isEqualTo("pid_namespace");
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("level=warn", "no events of moves", "--path.procfs");
    }
  }

  @Test
  void thereItOpensNoneWhenTheConfigurationIsReadAgain() {
    try (TraceWatch watch = new TraceWatch(Path.of("/proc"), on("a"))) {
      watch.seen(ofAContainer());
      watch.apply(new TraceWatch.Settings.Off());
      assertThat(reason(watch)).isEqualTo("disabled");
      watch.apply(on("b"));
      watch.start(() -> {});
      Waiting.patiently().until("its thread has nothing to do", TraceWatchTest::hasNothingToDo);

      assertThat(reason(watch)).isEqualTo("pid_namespace");
    }
    assertThat(log.lines())
        .as("tracefs was not looked for")
        .noneMatch(line -> line.contains("mounted"));
  }

  private static boolean hasNothingToDo() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(each -> each.getKey().getName().equals("trace"))
        .anyMatch(
            each ->
                Arrays.stream(each.getValue())
                    .anyMatch(frame -> frame.getMethodName().equals("awaitChange")));
  }

  @Test
  void saysWhyThereAreNone() throws Exception {
    try (TraceWatch watch = new TraceWatch(Path.of("/proc"), on("a"))) {
      watch.start(() -> {});

      assertThat(watch.awaitStarted(Duration.ofSeconds(30)).orElseThrow())
          .contains("no tracefs is mounted at " + nothing);
      assertThat(reason(watch)).isEqualTo("not_mounted");
    }
    assertThat(log.lines()).filteredOn(line -> line.contains("no events of moves")).hasSize(1);
  }

  @Test
  void isDisabledWhenNobodyWantsThem() {
    try (TraceWatch watch = new TraceWatch(Path.of("/proc"), new TraceWatch.Settings.Off())) {
      watch.apply(on("a"));
      assertThat(reason(watch)).isEqualTo("starting");
      watch.apply(new TraceWatch.Settings.Off());
      assertThat(reason(watch)).isEqualTo("disabled");
    }
    assertThat(log.lines()).isEqualTo(List.of());
  }
}
