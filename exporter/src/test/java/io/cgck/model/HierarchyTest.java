package io.cgck.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HierarchyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // id, controllers | super options | mounted
        "11 | cpu,cpuacct | rw,cpu,cpuacct | true",
        "11 | cpu,cpuacct | rw,cpuacct,cpu | true",
        "11 | cpu,cpuacct | rw,cpu | false",
        "1 | cpu | rw,cpuacct | false",
        "1 | name=systemd | rw,xattr,name=systemd | true",
        "1 | name=systemd | rw,name=systemd2 | false",
        "0 | '' | rw,nsdelegate | false",
        "5 | '' | rw | false",
      })
  void superOptionsNameTheControllers(int id, String controllers, String options, boolean mounted) {
    assertThat(new Hierarchy(id, controllers).isMountedWith(Set.of(options.split(",", -1))))
        .isEqualTo(mounted);
  }

  @Test
  void modeFollowsFromTheHierarchies() {
    Hierarchy memory = new Hierarchy(4, "memory");

    assertThat(CgroupMode.of(List.of())).isEqualTo(CgroupMode.UNKNOWN);
    assertThat(CgroupMode.of(List.of(Hierarchy.UNIFIED))).isEqualTo(CgroupMode.UNIFIED);
    assertThat(CgroupMode.of(List.of(memory))).isEqualTo(CgroupMode.LEGACY);
    assertThat(CgroupMode.of(List.of(memory, Hierarchy.UNIFIED))).isEqualTo(CgroupMode.HYBRID);
    assertThat(CgroupMode.HYBRID.label()).isEqualTo("hybrid");
  }

  @Test
  void onlyANameWithoutControllersIsNamed() {
    assertThat(new Hierarchy(1, "name=systemd").isNamed()).isTrue();
    assertThat(new Hierarchy(1, "cpu,name=x").isNamed()).isFalse();
    assertThat(Hierarchy.UNIFIED.isNamed()).isFalse();
  }
}
