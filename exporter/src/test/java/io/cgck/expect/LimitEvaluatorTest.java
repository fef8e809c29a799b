package io.cgck.expect;

import static io.cgck.fixture.Sketch.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.attribute.Attributions;
import io.cgck.fixture.Sketch;
import io.cgck.fixture.TestHost;
import io.cgck.model.CgroupPath;
import io.cgck.model.EffectiveLimit;
import io.cgck.model.Hierarchy;
import io.cgck.model.LimitKind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitEvaluatorTest {
  private final LimitEvaluator evaluator = new LimitEvaluator();
  private final Map<String, EffectiveLimit> limits = new HashMap<>();
  private long nanos;

  private void rules(String expectation) {
    evaluator.configure(
        TestHost.configuration("expectations: [" + expectation + "]").expectations());
  }

  private void limit(String cgroup, double value) {
    limits.put(cgroup, new EffectiveLimit.Known(value, value, Optional.of(new CgroupPath(cgroup))));
  }

  private LimitJudgements look(Sketch... processes) {
    return evaluator.evaluate(
        Sketch.snapshot(Instant.EPOCH, processes), Attributions.NONE, source(), nanos);
  }

  private LimitEvaluator.Source source() {
    return new LimitEvaluator.Source() {
      @Override
      public EffectiveLimit effective(LimitKind kind, Hierarchy hierarchy, CgroupPath cgroup) {
        return limits.getOrDefault(cgroup.value(), new EffectiveLimit.NoCgroup());
      }

      @Override
      public int pageBytes() {
        return 4096;
      }
    };
  }

  private static List<String> standings(LimitJudgements judgements) {
    return judgements.standings().stream()
        .map(each -> each.cgroup() + " " + each.standing().state().label())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "<= 4GiB, 4294967296, true",
    "<= 4GiB, 4294967297, false",
    "<= 4GiB, Infinity, false",
    ">= 1000000, 999424, true",
    ">= 1GiB, 1000000, false",
    ">= 32KiB, 0, false",
    ">= 32KiB, 28672, false",
    "1000000, 999424, true",
    "1000000, 995328, false",
    "32KiB, 0, false",
    "64KiB, 4096, false",
    "1000, 0, true",
    "1GiB, 2147483648, false",
    "max, Infinity, true",
    "max, 1073741824, false"
  })
  void aLimitIsHeldAgainstTheValueToThePage(String bound, double value, boolean met) {
    rules("{name: a, match: {comm: w}, expect: {limits: {memory.max: '%s'}}}".formatted(bound));
    limit("/a", value);

    assertThat(standings(look(process(1, "w", "/a"))))
        .containsExactly(met ? "/a met" : "/a violated");
  }

  @ParameterizedTest
  @CsvSource({"200%, 2", "<= 150%, 1.5", ">= 33.3%, 0.333", "33.33333%, 0.33333"})
  void coresArePercentages(String bound, double cores) {
    rules("{name: a, match: {comm: w}, expect: {limits: {cpu.max: '%s'}}}".formatted(bound));
    limit("/a", cores);

    assertThat(standings(look(process(1, "w", "/a")))).containsExactly("/a met");
  }

  @Test
  void aThousandProcessesInACgroupAreOneSubject() {
    rules("{name: a, match: {cgroup: /a/**}, expect: {limits: {pids.max: 5}}}");
    limit("/a/b", 5);
    limit("/a/c", 6);

    LimitJudgements judgements =
        look(process(1, "x", "/a/b"), process(2, "y", "/a/b"), process(3, "z", "/a/c"));

    assertThat(standings(judgements)).containsExactly("/a/b met", "/a/c violated");
    assertThat(judgements.turns()).singleElement().matches(t -> t.kind() == Turn.Kind.BEGAN);
  }

  @Test
  void patienceRunsAndARepairEndsTheViolation() {
    rules("{name: a, match: {comm: w}, expect: {limits: {pids.max: 5}}, for: 10s}");
    limit("/a", 6);
    assertThat(standings(look(process(1, "w", "/a")))).containsExactly("/a pending");
    nanos = Duration.ofSeconds(10).toNanos();
    assertThat(standings(look(process(1, "w", "/a")))).containsExactly("/a violated");

    limits.put("/a", new EffectiveLimit.Unknown());
    assertThat(standings(look(process(1, "w", "/a"))))
        .as("what cannot be read does not end it")
        .containsExactly("/a violated");

    limit("/a", 5);
    LimitJudgements righted = look(process(1, "w", "/a"));
    assertThat(standings(righted)).containsExactly("/a met");
    assertThat(righted.turns()).singleElement().matches(t -> t.kind() == Turn.Kind.RIGHTED);
    assertThat(righted.tallies().values()).allMatch(tally -> tally.violations() == 1);
  }

  /** Runtimes of containers start a process in the new cgroup, and then set its limits. */
  @Test
  void unchangedWaitsUntilANewCgroupHasItsLimits() {
    rules("{name: a, match: {comm: w}, expect: {limits: {memory.max: unchanged}}}");
    look();
    limit("/c", Double.POSITIVE_INFINITY);
    assertThat(standings(look(process(1, "w", "/c")))).containsExactly("/c met");
    limit("/c", 1 << 30);
    assertThat(standings(look(process(1, "w", "/c")))).containsExactly("/c met");
    assertThat(standings(look(process(1, "w", "/c")))).containsExactly("/c met");

    limit("/c", Double.POSITIVE_INFINITY);
    LimitJudgements after = look(process(1, "w", "/c"));

    assertThat(standings(after)).containsExactly("/c violated");
    assertThat(after.standings().getFirst().standing().expected()).isEqualTo("memory.max 1GiB");
  }

  /** Whoever makes paths without end must not make those be forgotten that are there. */
  @Test
  void unchangedForgetsTheOldestOfThoseThatAreGone() {
    rules("{name: a, match: {comm: w}, expect: {limits: {memory.max: unchanged}}}");
    limit("/stays", 1 << 30);
    look(process(1, "w", "/stays"));
    Sketch stays = process(1, "w", "/stays");
    for (int n = 0; n < 10_100; n++) {
      Sketch passing = process(2 + n, "w", "/new" + n);
      limit("/new" + n, 1 << 20);
      look(stays, passing);
      look(stays, passing);
    }

    for (String path : List.of("/stays", "/new0", "/new10000")) {
      limit(path, 1 << 10);
    }
    LimitJudgements after =
        look(stays, process(2, "w", "/new0"), process(10_002, "w", "/new10000"));
    assertThat(standings(after))
        .containsExactly("/new0 met", "/new10000 violated", "/stays violated");
  }

  @Test
  void aCgroupThatIsGoneIsNotCalledRighted() {
    rules("{name: a, match: {comm: w}, expect: {limits: {pids.max: 5}}}");
    limit("/a", 6);
    look(process(1, "w", "/a"));

    LimitJudgements gone = look();

    assertThat(standings(gone)).isEmpty();
    assertThat(gone.turns()).singleElement().matches(t -> t.kind() == Turn.Kind.CGROUP_LEFT);
  }

  /** Of cgroups of this path the expectation means those of the service only. */
  @Test
  void aPathWithMoreThatMustHoldNamesNoOtherCgroup() {
    rules("{name: a, match: {cgroup: /batch, unit: x.service}, expect: {limits: {pids.max: 5}}}");
    limit("/batch", 6);

    assertThat(standings(look())).isEmpty();
  }

  /** The pain: a service is started again, and its limit is not what it was. */
  @Test
  void unchangedRemembersThePathAcrossARestart() {
    rules("{name: a, match: {comm: w}, expect: {limits: {memory.max: unchanged}}}");
    limit("/a.service", 1 << 30);
    look(process(1, "w", "/a.service"));
    look();

    limit("/a.service", Double.POSITIVE_INFINITY);
    LimitJudgements after = look(process(2, "w", "/a.service"));

    assertThat(standings(after)).containsExactly("/a.service violated");
    Standing standing = after.standings().getFirst().standing();
    assertThat(standing.expected()).isEqualTo("memory.max 1GiB");
    assertThat(standing.actual()).isEqualTo("memory.max max");
  }

  @Test
  void aCgroupByItsWholePathIsMeantWithoutProcessesWhileItIsThere() {
    rules("{name: a, match: {cgroup: /batch}, expect: {limits: {cpu.max: max}}}");
    assertThat(standings(look())).isEmpty();

    limit("/batch", 2);
    assertThat(standings(look())).containsExactly("/batch violated");
    assertThat(look().standings().getFirst().bindingText()).isEqualTo("/batch");
  }

  @Test
  void aRuleThatJudgesOtherwiseBeginsAnew() {
    rules("{name: a, match: {comm: w}, expect: {limits: {pids.max: 5}}}");
    limit("/a", 6);
    look(process(1, "w", "/a"));
    rules("{name: a, match: {comm: w}, expect: {limits: {pids.max: 6}}}");

    LimitJudgements after = look(process(1, "w", "/a"));

    assertThat(standings(after)).containsExactly("/a met");
    assertThat(after.turns()).singleElement().matches(t -> t.kind() == Turn.Kind.WITHDRAWN);
  }

  @ParameterizedTest
  @CsvSource({
    "MEMORY_MAX, 4294967296, 4GiB",
    "MEMORY_MAX, 999424, 976KiB",
    "MEMORY_MAX, 1000, 1000B",
    "MEMORY_MAX, Infinity, max",
    "CPU_MAX, 1.5, 150%",
    "CPU_MAX, 0.125, 12.5%",
    "PIDS_MAX, 512, 512"
  })
  void whatIsWrittenCanBeReadAgain(LimitKind kind, double value, String text) {
    assertThat(LimitText.write(kind, value)).isEqualTo(text);
    assertThat(LimitText.parse(kind, text)).isEqualTo(new io.cgck.match.Parsed.Good<>(value));
  }
}
