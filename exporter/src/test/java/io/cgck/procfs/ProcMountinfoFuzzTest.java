package io.cgck.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class ProcMountinfoFuzzTest {
  private static final String SOUND_LINE =
      "\n99 98 0:38 /lab/ct1 /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw\n";

  @MethodSource("seeds")
  @FuzzTest
  void neverFails(byte[] bytes) {
    ProcMountinfo mountinfo = ProcMountinfo.parse(bytes, bytes.length);

    assertThat(mountinfo.malformedLines()).isNotNegative();
    assertThat(mountinfo.mounts().size() + mountinfo.malformedLines())
        .isLessThanOrEqualTo(lines(bytes));
    for (ProcMountinfo.Mount mount : mountinfo.mounts()) {
      assertThat(mount.root()).startsWith("/");
      assertThat(mount.propagation()).doesNotContain("\n");
      assertThat(mount.options()).isNotEmpty();
      assertThat(mount.superOptions()).isNotEmpty();
    }
    checkThatLinesAreApart(bytes, mountinfo);
  }

  /** Adding a sound line neither loses nor changes what stands before it. */
  private static void checkThatLinesAreApart(byte[] bytes, ProcMountinfo alone) {
    ByteArrayOutputStream more = new ByteArrayOutputStream();
    more.writeBytes(bytes);
    more.writeBytes(SOUND_LINE.getBytes(StandardCharsets.UTF_8));
    ProcMountinfo together = ProcMountinfo.parse(more.toByteArray(), more.size());

    assertThat(together.mounts()).hasSize(alone.mounts().size() + 1);
    assertThat(together.mounts().subList(0, alone.mounts().size())).isEqualTo(alone.mounts());
    assertThat(together.mounts().getLast().root()).isEqualTo("/lab/ct1");
  }

  private static int lines(byte[] bytes) {
    int count = 1;
    for (byte b : bytes) {
      count += b == '\n' ? 1 : 0;
    }
    return count;
  }

  static Stream<byte[]> seeds() {
    return Stream.of(
            // as runc 1.1.5 on Linux 6.18 gives it
            """
            109 108 0:50 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime - tmpfs tmpfs rw,mode=755
            110 109 0:29 /lab/ct1 /sys/fs/cgroup/cpu ro,nosuid,nodev,noexec,relatime - cgroup cgroup rw,cpu
            """,
            // as LXC 5.0.2 on Linux 6.18 gives it
            "124 114 0:38 /lxc.payload.c3 /sys/fs/cgroup/unified rw,relatime shared:28 - cgroup2"
                + " none rw\n",
            // after unshare --cgroup --mount, seen from inside
            "93 54 0:38 /../.. /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n",
            "1 2 0:3 /a\\040b /c\\011\\012\\134d rw shared:1 master:2 propagate_from:3 unbindable -"
                + " cgroup x rw,cpu\n")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
