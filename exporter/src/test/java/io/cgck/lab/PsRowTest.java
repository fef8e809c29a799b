package io.cgck.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PsRowTest {
  private static final String ROW =
      """
      [{"pid":7,"comm":"a\\n\\"b","kernel_thread":false,"zombie":true,"cgroup":"/a",
        "ns_cgroup":null,"mount_root":null,"cgroup_ns":4026532180,"cgroup_ns_root":"/a",
        "cgroup_ns_root_source":"exact","outside":false,"stale_mount":null,"more":{}}]
      """;

  @Test
  void readsARow() {
    assertThat(PsRow.parse(ROW))
        .containsExactly(
            new PsRow(
                7,
                "a\n\"b",
                false,
                true,
                "/a",
                null,
                null,
                4026532180L,
                "/a",
                "exact",
                false,
                null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"pid\":7,", ",\"stale_mount\":null", "\"zombie\":true,"})
  void missingKeyIsAFailure(String key) {
    assertThat(ROW).contains(key);

    assertThatThrownBy(() -> PsRow.parse(ROW.replace(key, ""))).isInstanceOf(AssertionError.class);
  }

  @Test
  void twoDocumentsAreAFailure() {
    assertThatThrownBy(() -> PsRow.parse(ROW + ROW)).isInstanceOf(AssertionError.class);
  }
}
