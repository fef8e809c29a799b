package io.cgck.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NamespaceKindTest {
  @ParameterizedTest
  @EnumSource
  void labelIsTheNameOfTheLink(NamespaceKind kind) {
    assertThat(Files.isSymbolicLink(Path.of("/proc/self/ns", kind.label()))).isTrue();
  }

  /** {@code include/uapi/linux/nsfs.h}; mnt and net have a fixed number since Linux 6.18 only. */
  @ParameterizedTest
  @CsvSource({
    "CGROUP, 4026531835, true",
    "IPC, 4026531839, true",
    "PID, 4026531836, true",
    "TIME, 4026531834, true",
    "USER, 4026531837, true",
    "UTS, 4026531838, true",
    "MNT, 4026531832, false",
    "NET, 4026531833, false",
    "CGROUP, 4026531836, false",
    "CGROUP, 4026532179, false",
  })
  void initialNamespaceIsKnownByItsInode(NamespaceKind kind, long inode, boolean initial) {
    assertThat(new NamespaceId(kind, inode).isInitial()).isEqualTo(initial);
  }

  @Test
  void identityReadsAsTheKernelWritesIt() {
    assertThat(new NamespaceId(NamespaceKind.MNT, 4026532180L)).hasToString("mnt:[4026532180]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NamespaceId(NamespaceKind.MNT, 0))
        .withMessage("namespace inode is not positive: 0");
  }
}
