package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.model.CgroupMode;
import io.cgck.model.Hierarchy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultHierarchyTest {
  private static final List<Hierarchy> ALL =
      List.of(
          Hierarchy.UNIFIED,
          new Hierarchy(1, "name=systemd"),
          new Hierarchy(2, "name=other"),
          new Hierarchy(3, "cpu,cpuacct"),
          new Hierarchy(4, "memory"));

  /** Hierarchies by their numbers above. */
  @ParameterizedTest(name = "of {1}, in use {2}, last {0}: {3}")
  @CsvSource({
    // last, hierarchies, used, chosen
    "'', '', '', ''",
    "'', 0, '', 0",
    "'', 0, 0, 0",
    "'', 0 1 3 4, 0 1 4, 0",
    "'', 0 1 3 4, 1 4, 1",
    "'', 0 1 3 4, 4, 0",
    "'', 0 1 3 4, '', 0",
    "'', 0 3 4, 4, 0",
    "'', 1 3 4, '', 1",
    "'', 1 3 4, 4, 1",
    "'', 4 3, 4, 3",
    "'', 2 4 3, 2, 3",
    "'', 2, '', 2",
    // Once unified, always unified: labels must not change their meaning.
    "0, 0 1 3 4, 1 4, 0",
    "0, 0 1 3 4, '', 0",
    // The other way it may go: somebody begins to use the unified hierarchy.
    "1, 0 1 3 4, 0 1, 0",
    "1, 0 1 3 4, 1, 1",
    // What does not exist any more cannot stay.
    "0, 1 3, '', 1",
    "0, '', '', ''",
    "4, 0, '', 0",
  })
  void isChosen(String last, String hierarchies, String used, String chosen) {
    Set<Hierarchy> present = new TreeSet<>(of(hierarchies));

    assertThat(
            DefaultHierarchy.choose(
                of(last).stream().findFirst(), CgroupMode.of(present), present, of(used)))
        .isEqualTo(of(chosen).stream().findFirst());
  }

  private static Set<Hierarchy> of(String numbers) {
    return Arrays.stream(numbers.split(" ", -1))
        .filter(number -> !number.isEmpty())
        .map(number -> ALL.get(Integer.parseInt(number)))
        .collect(Collectors.toSet());
  }
}
