package io.cgck.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {
  @ParameterizedTest
  @CsvSource({
    "/, false",
    "/x, false",
    "/x/.., false",
    "/..x, false",
    "/..., false",
    "/.., true",
    "/../x, true",
    "/../.., true",
  })
  void climbingPathIsOutsideAndAClimbingRootStale(String seen, boolean climbs) {
    assertThat(placement(Optional.of(seen), Optional.empty()).outside()).contains(climbs);
    assertThat(placement(Optional.empty(), Optional.of(seen)).staleMount()).contains(climbs);
  }

  @Test
  void unknownIsNeitherTrueNorFalse() {
    assertThat(Placement.UNREAD.outside()).isEmpty();
    assertThat(Placement.UNREAD.staleMount()).isEmpty();
    assertThat(placement(Optional.of("/.."), Optional.empty()).staleMount()).isEmpty();
    assertThat(placement(Optional.empty(), Optional.of("/..")).outside()).isEmpty();
  }

  /** The true root may lie deeper than an inferred one: what is inside of that proves nothing. */
  @Test
  void anInferredRootProvesOnlyWhatIsOutside() {
    Placement inside =
        new Placement(
            Optional.empty(),
            false,
            Optional.of("/x"),
            new MountView.NotMounted(),
            Optional.of("/../y"),
            false);

    assertThat(inside.outside()).isEmpty();
    assertThat(inside.staleMount()).contains(true);
  }

  private static Placement placement(Optional<String> cgroup, Optional<String> mountRoot) {
    return new Placement(
        Optional.empty(), false, cgroup, new MountView.NotMounted(), mountRoot, true);
  }
}
