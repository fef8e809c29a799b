package io.cgck.query;

import static io.cgck.fixture.Sketch.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.expect.Assessor;
import io.cgck.fixture.Sketch;
import io.cgck.fixture.TestHost;
import io.cgck.metrics.BuildInfo;
import io.cgck.metrics.Publisher;
import io.cgck.metrics.Shown;
import io.cgck.model.ProcessInfo;
import io.cgck.property.Property;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Pages, put together, are the whole list: nothing is lost between two, and nothing comes twice.
 */
class SliceTest {
  @ParameterizedTest
  @EnumSource(ProcessOrder.class)
  void pagesOfProcessesAreAllOfThemInOrder(ProcessOrder order) {
    Property.holds(
        30,
        random -> {
          Shown shown = shown(random);
          String sort = new Parameters.Sorting<>(order, random.nextBoolean()).label();
          List<ProcessInfo> whole = page(shown, sort, 0, Paging.MOST).items();
          assertThat(whole).hasSameSizeAs(shown.processes());

          int limit = 1 + random.nextInt(7);
          List<ProcessInfo> pages = new ArrayList<>();
          Slice<ProcessInfo> page = page(shown, sort, 0, limit);
          pages.addAll(page.items());
          while (page.next().isPresent()) {
            page = page(shown, sort, page.next().get(), limit);
            assertThat(page.items()).isNotEmpty();
            assertThat(page.previous()).hasValue(page.paging().offset() - limit);
            pages.addAll(page.items());
          }
          assertThat(pages).isEqualTo(whole);
        });
  }

  /** Many are alike in what is sorted by. */
  private static Shown shown(Random random) {
    Publisher publisher =
        new Publisher(
            TestHost.configuration("processes: {min_age: 0s}"),
            new BuildInfo("", "", ""),
            Clock.systemUTC());
    Sketch[] processes = new Sketch[random.nextInt(40)];
    for (int index = 0; index < processes.length; index++) {
      Sketch sketch =
          process(index + 1, "c" + random.nextInt(3), "/" + random.nextInt(3))
              .started(random.nextInt(3));
      processes[index] = random.nextBoolean() ? sketch : sketch.namespace(5, "/../x");
    }
    publisher.publish(
        new Assessor(List.of(), () -> 0).assess(Sketch.snapshot(Instant.now(), processes)), 0, 0);
    return publisher.shown().orElseThrow();
  }

  private static Slice<ProcessInfo> page(Shown shown, String sort, long offset, int limit) {
    Asked<ProcessQuery> asked =
        ProcessQuery.of(
            Map.of(
                "sort", List.of(sort),
                "offset", List.of("" + offset),
                "limit", List.of("" + limit)),
            ProcessOrder.PID);
    return ((Asked.Understood<ProcessQuery>) asked).value().in(shown);
  }

  @Test
  void anOffsetBehindTheEndIsAnEmptyPage() {
    Slice<Integer> slice = Slice.of(List.of(1, 2, 3), new Paging(900_000_000, 2));

    assertThat(slice.items()).isEmpty();
    assertThat(slice.total()).isEqualTo(3);
    assertThat(slice.next()).isEmpty();
    assertThat(slice.previous()).hasValue(1L);
  }

  @Test
  void thereIsNothingBeforeTheFirstPageNorAfterTheLast() {
    Slice<Integer> all = Slice.of(List.of(1, 2), new Paging(0, 2));

    assertThat(all.next()).isEmpty();
    assertThat(all.previous()).isEmpty();
  }

  @Test
  void aPartIsCutWhereThereIsNoMoreRoomButNeverEmpty() {
    Slice<Integer> slice = Slice.of(List.of(3, 4, 5, 6), new Paging(1, 3));

    assertThat(slice.fitting(9, Integer::intValue).items()).containsExactly(4, 5);
    assertThat(slice.fitting(9, Integer::intValue).next()).contains(3L);
    assertThat(slice.fitting(15, Integer::intValue).items()).containsExactly(4, 5, 6);
    assertThat(slice.fitting(1, Integer::intValue).items()).containsExactly(4);
  }
}
