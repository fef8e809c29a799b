package io.cgck.cli;

import static io.cgck.fixture.Sketch.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.expect.Assessor;
import io.cgck.expect.LimitJudgements;
import io.cgck.fixture.Sketch;
import io.cgck.fixture.TestHost;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Mover;
import io.cgck.model.ProcessDetails;
import io.cgck.scan.Attachment;
import io.cgck.scan.TraceBatch;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private static final long SECOND = 1_000_000_000;

  private final CapturedLog captured = new CapturedLog();
  private final List<String> lines = captured.lines();
  private long nanos;

  private final Assessor assessor =
      new Assessor(
          TestHost.configuration(
                  """
                  expectations:
                    - {name: home, match: {comm: worker}, expect: {cgroup: /home}, severity: page}
                  """)
              .expectations(),
          () -> nanos);
  private final EventLog log = new EventLog(() -> nanos);

  @AfterEach
  void stopListening() {
    captured.close();
  }

  private void scan(Sketch... processes) {
    log.log(assessor.assess(Sketch.snapshot(Instant.EPOCH, processes)), LimitJudgements.NONE);
  }

  @Test
  void oneStructuredLineForEachMoveAndViolation() {
    Hierarchy memory = new Hierarchy(4, "memory");
    scan(process(7, "worker", "/home").alsoIn(memory, "/home"));
    scan(process(7, "worker", "/a way").alsoIn(memory, "/a way"));
    scan(process(7, "worker", "/home").alsoIn(memory, "/a way"));
    scan(process(7, "worker", "/x").alsoIn(memory, "/a way"));
    scan();

    assertThat(lines)
        .containsExactly(
            "level=info component=expect msg=\"process moved\" pid=7 comm=worker uid=\"\""
                + " hierarchy=unified,memory from=/home to=\"/a way\" source=scan",
            "level=warn component=expect msg=\"expectation violated\" expectation=home"
                + " severity=page pid=7 comm=worker cgroup=\"/a way\" expected=/home"
                + " actual=\"/a way\"",
            "level=info component=expect msg=\"process moved\" pid=7 comm=worker uid=\"\""
                + " hierarchy=unified from=\"/a way\" to=/home source=scan",
            "level=info component=expect msg=\"expectation no longer violated\" expectation=home"
                + " severity=page pid=7 comm=worker cgroup=/home expected=/home was=\"/a way\"",
            "level=info component=expect msg=\"process moved\" pid=7 comm=worker uid=\"\""
                + " hierarchy=unified from=/home to=/x source=scan",
            "level=warn component=expect msg=\"expectation violated\" expectation=home"
                + " severity=page pid=7 comm=worker cgroup=/x expected=/home actual=/x",
            "level=info component=expect msg=\"process that violated an expectation ended\""
                + " expectation=home severity=page pid=7 comm=worker cgroup=/x expected=/home"
                + " was=/x");
  }

  @Test
  void whoMovedItAndForHowLong() {
    scan(process(7, "worker", "/home"));
    log.log(
        assessor.assess(
            Sketch.snapshot(Instant.EPOCH, process(7, "worker", "/home")),
            new TraceBatch(
                List.of(
                    attachment("/away", -52_000_000, new Mover(9, "sh", Optional.empty())),
                    attachment(
                        "/home",
                        0,
                        new Mover(
                            10, "a b", Optional.of(new CgroupPath("/system.slice/cron.service"))))),
                Set.of(),
                false,
                Instant.EPOCH,
                0,
                Optional.empty()),
            false),
        LimitJudgements.NONE);

    assertThat(lines.stream().filter(line -> line.contains("process moved")))
        .containsExactly(
            "level=info component=expect msg=\"process moved\" pid=7 comm=worker uid=\"\""
                + " hierarchy=unified from=/home to=/away source=trace mover_pid=9 mover_comm=sh"
                + " mover_of=\"\"",
            "level=info component=expect msg=\"process moved\" pid=7 comm=worker uid=\"\""
                + " hierarchy=unified from=/away to=/home source=trace mover_pid=10"
                + " mover_comm=\"a b\" mover_of=cron.service away=52ms");
    assertThat(lines).hasSize(4);
  }

  private static Attachment attachment(String to, long nanos, Mover mover) {
    return new Attachment(
        7, "worker", 0, Optional.empty(), new CgroupPath(to), Optional.empty(), nanos, mover, 1);
  }

  @Test
  void stormsAreHeldBackAndCounted() {
    scan(many("/a"));
    scan(many("/b"));
    assertThat(lines).hasSize(50).allMatch(line -> line.contains("process moved"));
    scan(with(many("/b"), process(7, "x", "/a")));
    scan(with(many("/b"), process(7, "x", "/b").details(ofUser(33))));
    assertThat(lines).as("another user's move is not held back").hasSize(51);
    lines.removeLast();

    nanos += 9 * SECOND;
    scan(many("/c"));
    assertThat(lines).as("within the same span").hasSize(50);

    nanos += SECOND;
    scan(many("/c"));
    assertThat(lines).hasSize(51);
    assertThat(lines.getLast())
        .isEqualTo(
            "level=warn component=expect msg=\"not all moves were logged, since there were too"
                + " many\" held_back=350");

    scan(many("/d"));
    assertThat(lines).as("room again").hasSize(101);
  }

  @Test
  void aStormThatGoesOnIsToldOfAllTheWhile() {
    for (int round = 0; round < 10; round++) {
      scan(many(round % 2 == 0 ? "/a" : "/b"));
      nanos += 5 * SECOND;
    }

    assertThat(lines.stream().filter(line -> line.contains("held_back=")))
        .as("after each span that is over")
        .hasSize(4);
    assertThat(lines.stream().filter(line -> line.contains("process moved"))).hasSize(250);
  }

  private static Sketch[] with(Sketch[] many, Sketch one) {
    return Stream.concat(Stream.of(one), Arrays.stream(many)).toArray(Sketch[]::new);
  }

  private static ProcessDetails ofUser(int uid) {
    return new ProcessDetails(OptionalInt.of(uid), Optional.empty(), Optional.empty());
  }

  private static Sketch[] many(String cgroup) {
    return IntStream.range(100, 300)
        .mapToObj(pid -> process(pid, "other", cgroup))
        .toArray(Sketch[]::new);
  }
}
