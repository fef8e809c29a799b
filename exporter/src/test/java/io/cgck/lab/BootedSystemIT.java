package io.cgck.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The booted system itself: what it is, and that it leaves nothing behind. */
class BootedSystemIT {
  @Test
  void isASystemOfItsOwnAndLeavesNothing() throws Exception {
    List<String> mounts = mounts();
    Path directory;
    Path cgroup;
    try (BootedSystem system = BootedSystem.boot(SystemRoot.MACHINE)) {
      directory = system.mountPoint();
      cgroup = system.cgroup();

      assertThat(system.call("cat", "/proc/1/comm")).isEqualTo("systemd");
      assertThat(system.call("ls", "/sys/class/net").lines()).containsExactly("lo");
      for (String kind : List.of("pid", "mnt", "uts", "ipc", "net", "cgroup")) {
        assertThat(system.namespace(1, kind)).isNotEqualTo(ownNamespace(kind));
      }

      system.write("/etc/cgck-test/file", "text\n");
      assertThat(system.shell("cd /etc/cgck-test; cat file; echo $HOME")).isEqualTo("text\n/root");
      assertThat(Path.of("/etc/cgck-test")).as("on the machine").doesNotExist();
      assertThat(mounts()).as("mounts of the machine meanwhile").isEqualTo(mounts);

      system.call("systemd-run", "--unit=left", "sleep", "300");
      assertThat(new Unit(system, "left.service").state()).isEqualTo("active");
    }
    assertThat(directory).doesNotExist();
    assertThat(cgroup).doesNotExist();
    assertThat(mounts()).isEqualTo(mounts);
  }

  @Test
  void leavesNothingThoughItEndedOnItsOwn() {
    BootedSystem system = BootedSystem.boot(SystemRoot.MACHINE);
    Path directory = system.mountPoint();
    Path cgroup = system.cgroup();

    system.run("systemctl", "poweroff", "--force", "--force");
    system.close();

    assertThat(directory).doesNotExist();
    assertThat(cgroup).doesNotExist();
  }

  private static String ownNamespace(String kind) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/self/ns", kind)).toString();
  }

  private static List<String> mounts() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return lines.toList();
    }
  }
}
