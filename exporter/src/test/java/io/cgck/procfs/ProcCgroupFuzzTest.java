package io.cgck.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class ProcCgroupFuzzTest {
  @MethodSource("seeds")
  @FuzzTest
  void parsesOrObjects(byte[] bytes) {
    switch (ProcCgroup.parse(bytes, bytes.length)) {
      case ReadResult.Ok<ProcCgroup>(ProcCgroup cgroup) -> {
        assertThat(cgroup.lines()).hasSize(newlines(bytes));
        cgroup.lines().forEach(ProcCgroupFuzzTest::check);
      }
      case ReadResult.Malformed<ProcCgroup>(String why) -> assertThat(why).isNotBlank();
      case ReadResult<ProcCgroup> other -> throw new AssertionError("unexpected: " + other);
    }
  }

  private static void check(ProcCgroup.Line line) {
    assertThat(line.hierarchy().id()).isNotNegative();
    assertThat(line.hierarchy().controllers()).doesNotContain(":", "\n");
    assertThat(line.path()).startsWith("/").doesNotContain("\n");
    assertThat(line.pathOf(true)).startsWith("/");
    assertThat(line.pathOf(false)).isEqualTo(line.path());
    assertThat(line.isRemoved(true)).isEqualTo(!line.pathOf(true).equals(line.path()));
  }

  private static int newlines(byte[] bytes) {
    int count = 0;
    for (byte b : bytes) {
      count += b == '\n' ? 1 : 0;
    }
    return count;
  }

  static Stream<byte[]> seeds() {
    return Stream.of(
            // as runc 1.1.5 on Linux 6.18 gives it
            """
            9:name=systemd:/lab/ct1
            8:pids:/lab/ct1
            4:memory:/lab/ct1
            0::/lab/ct1
            """,
            // as systemd 252 on Linux 6.1 gives it, hybrid
            """
            12:memory:/system.slice/vmtest.service
            11:cpu,cpuacct:/
            1:name=systemd:/system.slice/vmtest.service
            0::/system.slice/vmtest.service
            """,
            // a process outside the reader's namespace, and a zombie in a removed cgroup
            "0::/../..\n",
            "0::/et/z (deleted)\n",
            "1:cpu:/\n0::/et/a b:c\\d\n")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
