package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.property.Property;
import io.cgck.tracefs.TraceRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TraceIntakeTest {
  private static final String ATTACH = "cgroup_attach_task";

  private final TraceIntake intake = new TraceIntake(100, true);

  private static TraceRecord at(long nanos) {
    return new TraceRecord.Attached(nanos, 9, 0, "/a", false, 7, "x");
  }

  private static List<Long> times(List<TraceRecord> records) {
    return records.stream().map(TraceRecord::nanos).toList();
  }

  private void read(long... nanos) {
    LongStream.of(nanos).forEach(each -> intake.happened(ATTACH, at(each)));
  }

  /** While the second CPU was read the first one went on, and its turn had been. */
  @Test
  void whatCameWhileOtherCpusWereReadWaitsForTheNextLook() {
    read(110, 130);
    read(120, 190);

    assertThat(times(intake.takeUntil(150).records())).containsExactly(110L, 120L, 130L);
    assertThat(times(intake.held())).containsExactly(190L);

    read(170, 200);
    assertThat(times(intake.takeUntil(195).records())).containsExactly(170L, 190L);
    assertThat(times(intake.takeUntil(200).records())).containsExactly(200L);
    assertThat(intake.held()).isEmpty();
  }

  @Test
  void eachEventIsFreshOnce() {
    read(120, 110, 190);
    assertThat(times(intake.fresh())).containsExactly(120L, 110L, 190L);
    intake.takeUntil(150);
    assertThat(intake.fresh()).as("190 is held, and was looked at").isEmpty();
    read(160);
    assertThat(times(intake.fresh())).containsExactly(160L);
  }

  @Test
  void whatWasBeforeItsTimeIsNotCounted() {
    read(99, 100);
    intake.happened("sys_exit_setns", new TraceRecord.Idle(101, 9));

    TraceIntake.Taken taken = intake.takeUntil(150);
    assertThat(times(taken.records())).containsExactly(100L);
    assertThat(taken.counts()).isEqualTo(Map.of(ATTACH, 1L, "sys_exit_setns", 1L));
    assertThat(intake.takeUntil(160).counts()).as("once").isEmpty();
  }

  @Test
  void lossBeforeTheFirstLookIsOfNoInterestInWhatOthersMade() {
    TraceIntake prepared = new TraceIntake(100, false);
    prepared.lost(5);
    intake.lost(5);
    intake.malformed();

    assertThat(prepared.takeUntil(150).lost()).isZero();
    TraceIntake.Taken taken = intake.takeUntil(150);
    assertThat(taken.lost()).isEqualTo(5);
    assertThat(taken.malformed()).isEqualTo(1);

    prepared.lost(3);
    assertThat(prepared.takeUntil(160).lost()).isEqualTo(3);
    assertThat(intake.takeUntil(160).lost()).as("once").isZero();
  }

  /** However CPUs are read, what is taken is in the order of time, and all of it. */
  @Test
  void allIsTakenInTheOrderOfTime() {
    Property.holds(
        2_000,
        random -> {
          long start = random.nextBoolean() ? 1_000 : Long.MAX_VALUE - 50;
          TraceIntake one = new TraceIntake(start, true);
          int cpus = random.nextInt(1, 5);
          List<List<Long>> buffers = new ArrayList<>();
          for (int cpu = 0; cpu < cpus; cpu++) {
            buffers.add(new ArrayList<>());
          }
          List<Long> written = new ArrayList<>();
          List<Long> taken = new ArrayList<>();
          long now = start;
          for (int look = 0; look < 20; look++) {
            long until = now;
            for (List<Long> buffer : buffers) {
              for (int event = random.nextInt(4); event > 0; event--) {
                now++;
                written.add(now);
                buffers.get(random.nextInt(cpus)).add(now);
              }
              buffer.forEach(nanos -> one.happened(ATTACH, at(nanos)));
              buffer.clear();
            }
            taken.addAll(times(one.takeUntil(until).records()));
          }
          for (List<Long> buffer : buffers) {
            buffer.forEach(nanos -> one.happened(ATTACH, at(nanos)));
          }
          taken.addAll(times(one.takeUntil(now).records()));

          assertThat(taken).isEqualTo(written);
          assertThat(taken).isSortedAccordingTo(Comparator.comparingLong(each -> each - start));
        });
  }
}
