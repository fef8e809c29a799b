package io.cgck.cgroupfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.kernel.Descriptor;
import io.cgck.kernel.KernelReader;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.model.CgroupPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Cgroups that go and come back under their name while they are read, on the kernel here. */
class RemovedCgroupTest {
  private static final int LOOKS = 5_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<CgroupFile> FILES =
      List.of(CgroupFile.CGROUP_EVENTS, CgroupFile.CGROUP_PROCS, CgroupFile.CPU_STAT);

  /**
   * A file whose cgroup is removed between {@code open(2)} and {@code read(2)} gives ENODEV, one
   * that is opened later ENOENT; neither is an error.
   */
  @Test
  void isNoErrorWhereverInALookItGoes() throws Exception {
    try (CgroupLab lab = CgroupLab.open()) {
      Cgroup cgroup = lab.cgroup("restless");
      KernelReader reader = new KernelReader();
      ReadErrors errors = new ReadErrors();
      AtomicBoolean enough = new AtomicBoolean();
      Thread restless = Thread.ofPlatform().start(() -> removeAndMake(cgroup, enough));
      int vanished = 0;
      Set<Long> seen = new HashSet<>();
      try (Descriptor root = reader.open(lab.top().directory().toString());
          CgroupTree tree = new CgroupTree(reader, root, new DescriptorBudget(1), errors)) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        // On a busy host the other thread may not have begun by then.
        for (int look = 0;
            look < LOOKS || ((vanished == 0 || seen.size() < 2) && System.nanoTime() < end);
            look++) {
          switch (tree.read(new CgroupPath("/restless"), FILES)) {
            case DirectoryReading.Seen(long inode, var contents, boolean whole) -> {
              seen.add(inode);
              assertThat(whole).isTrue();
            }
            case DirectoryReading.Vanished() -> vanished++;
            case DirectoryReading.Refused() ->
                throw new AssertionError("refused: " + errors.counts());
          }
        }
      } finally {
        enough.set(true);
        restless.join();
      }
      assertThat(errors.counts()).isEmpty();
      assertThat(vanished).as("looks at which there was none").isPositive();
      assertThat(seen).as("cgroups of the same name").hasSizeGreaterThan(1);
    }
  }

  private static void removeAndMake(Cgroup cgroup, AtomicBoolean enough) {
    try {
      while (!enough.get()) {
        Files.delete(cgroup.directory());
        Files.createDirectory(cgroup.directory());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
