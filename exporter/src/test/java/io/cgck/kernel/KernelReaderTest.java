package io.cgck.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cgck.lab.CgroupLab;
import io.cgck.lab.LabProcess;
import io.cgck.lab.LabShell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelReaderTest {
  private static final int BUFFER = 64 * 1024;

  @TempDir private Path temporary;
  private final KernelReader reader = new KernelReader();

  @Test
  void missingFileIsAValue() {
    try (Descriptor missing = reader.open(temporary + "/missing")) {
      assertThat(missing.failure()).contains(Errno.ENOENT);
      assertThat(missing.isOpen()).isFalse();
      assertThatIllegalStateException().isThrownBy(() -> reader.listNumbers(missing));
    }
    try (Descriptor directory = reader.open(temporary.toString())) {
      assertThat(directory.failure()).isEmpty();
      assertThat(reader.read(directory, FileName.of("missing"))).isEqualTo(-Errno.ENOENT.number());
      assertThat(reader.readAtOnce(directory, FileName.of("missing")))
          .isEqualTo(-Errno.ENOENT.number());
      assertThat(reader.readLink(directory, FileName.of("missing")))
          .isEqualTo(-Errno.ENOENT.number());
      try (Descriptor missing = reader.openAt(directory, 4711)) {
        assertThat(missing.failure()).contains(Errno.ENOENT);
      }
    }
    assertThat(reader.readLink(temporary + "/missing")).isEqualTo(-Errno.ENOENT.number());
  }

  @Test
  void fileIsNoDirectory() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "x");
    try (Descriptor below = reader.open(file + "/below")) {
      assertThat(below.failure()).contains(Errno.ENOTDIR);
    }
    try (Descriptor open = reader.open(file.toString())) {
      assertThat(reader.listNumbers(open)).isEqualTo(-Errno.ENOTDIR.number());
      assertThat(reader.read(open, FileName.of("below"))).isEqualTo(-Errno.ENOTDIR.number());
    }
  }

  @Test
  void directoryIsNoFile() {
    try (Descriptor root = reader.open("/")) {
      int eisdir = 21;
      assertThat(reader.read(root, FileName.of("proc"))).isEqualTo(-eisdir);
      assertThat(reader.readLink(root, FileName.of("proc"))).isEqualTo(-Errno.EINVAL.number());
    }
  }

  @Test
  void directoryWithoutPermissionIsDenied() throws Exception {
    Path closed = Files.createDirectory(temporary.resolve("closed"));
    Files.writeString(closed.resolve("file"), "x");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    try {
      assumeTrue(!Files.isReadable(closed), "root is not denied");
      try (Descriptor denied = reader.open(closed + "/file")) {
        assertThat(denied.failure()).contains(Errno.EACCES);
      }
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** PID 1 may be closed even to root, where root lacks a capability that PID 1 has. */
  @Test
  void processOfSomebodyElseIsDenied() {
    String link = "/proc/1/ns/cgroup";
    assumeTrue(!isReadableLink(Path.of(link)), "PID 1 is open to this user");

    assertThat(new Errno(-reader.readLink(link)).isDenied()).isTrue();
  }

  private static boolean isReadableLink(Path link) {
    try {
      Files.readSymbolicLink(link);
      return true;
    } catch (java.io.IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, BUFFER - 1, BUFFER, BUFFER + 1, 2 * BUFFER, 300_000, 5_000_000})
  void fileOfAnySizeIsReadWhole(int size) throws Exception {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Files.write(temporary.resolve("file"), content);
    FileName name = FileName.of("file");
    try (Descriptor directory = reader.open(temporary.toString());
        Descriptor file = reader.openAt(directory, name)) {
      assertThat(taken(reader.read(directory, name))).isEqualTo(content);
      assertThat(taken(reader.readAtOnce(directory, name))).isEqualTo(content);
      assertThat(taken(reader.readAgain(file))).isEqualTo(content);
      assertThat(taken(reader.readAgain(file))).isEqualTo(content);
    }
  }

  @Test
  void shortTextAfterALongOneIsOnlyItself() throws Exception {
    Files.write(temporary.resolve("long"), new byte[200_000]);
    Files.writeString(temporary.resolve("short"), "short");
    try (Descriptor directory = reader.open(temporary.toString())) {
      reader.read(directory, FileName.of("long"));

      assertThat(taken(reader.read(directory, FileName.of("short"))))
          .isEqualTo("short".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void keptDescriptorReadsWhatIsNew() throws Exception {
    Path path = Files.writeString(temporary.resolve("file"), "one");
    try (Descriptor file = reader.open(path.toString())) {
      assertThat(taken(reader.readAgain(file))).asString().isEqualTo("one");
      Files.writeString(path, "another");
      assertThat(taken(reader.readAgain(file))).asString().isEqualTo("another");
    }
  }

  @Test
  void numbersOfADirectoryAreListed() throws Exception {
    int[] numbers = IntStream.range(0, 5_000).map(n -> 7 * n).toArray();
    for (int number : numbers) {
      Files.createFile(temporary.resolve(Integer.toString(number)));
    }
    for (String other :
        new String[] {
          "a",
          "1a",
          "a1",
          "-1",
          "+1",
          " 1",
          "1 ",
          "1.",
          "٣",
          "self",
          "2147483648",
          "99999999999",
          "123456789012345678901234567890",
          "x".repeat(255),
          "1".repeat(255)
        }) {
      Files.createFile(temporary.resolve(other));
    }
    Files.createDirectory(temporary.resolve("2147483647"));
    int[] expected = Arrays.copyOf(numbers, numbers.length + 1);
    expected[numbers.length] = Integer.MAX_VALUE;
    try (Descriptor directory = reader.open(temporary.toString())) {
      assertThat(listed(directory)).isEqualTo(expected);

      Files.delete(temporary.resolve("0"));
      assertThat(listed(directory)).isEqualTo(Arrays.copyOfRange(expected, 1, expected.length));
    }
  }

  @Test
  void emptyDirectoryHasNoNumbers() {
    try (Descriptor directory = reader.open(temporary.toString())) {
      assertThat(listed(directory)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 10, 99, 100, 4711, Integer.MAX_VALUE})
  void entryIsOpenedByItsNumber(int number) throws Exception {
    Path entry = Files.createDirectory(temporary.resolve(Integer.toString(number)));
    try (Descriptor directory = reader.open(temporary.toString());
        Descriptor longer = reader.openAt(directory, 1234567890);
        Descriptor open = reader.openAt(directory, number)) {
      assertThat(longer.isOpen()).isFalse();
      assertThat(reader.inode(open)).hasValue((long) Files.getAttribute(entry, "unix:ino"));
    }
  }

  @Test
  void linksAreReadAsTheyAre() throws Exception {
    Files.createSymbolicLink(temporary.resolve("link"), Path.of("cgroup:[4026531835]"));
    try (Descriptor directory = reader.open(temporary.toString())) {
      assertThat(taken(reader.readLink(directory, FileName.of("link"))))
          .asString()
          .isEqualTo("cgroup:[4026531835]");
    }
    assertThat(taken(reader.readLink(temporary + "/link")))
        .asString()
        .isEqualTo("cgroup:[4026531835]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/proc", "/proc/self/ns/cgroup", "/etc/passwd", "/tmp"})
  void ownerAndInodeAreThoseOfTheFile(String path) throws Exception {
    try (Descriptor open = reader.open(path)) {
      assertThat(reader.inode(open)).hasValue((long) Files.getAttribute(Path.of(path), "unix:ino"));
      assertThat(reader.owner(open)).hasValue((int) Files.getAttribute(Path.of(path), "unix:uid"));
    }
  }

  @Test
  void ownerIsNotAlwaysRoot() throws Exception {
    Path file = Files.createFile(temporary.resolve("file"));
    assumeTrue(isRoot(), "needs root, to give a file away");
    Files.setAttribute(file, "unix:uid", 54321);
    try (Descriptor open = reader.open(file.toString())) {
      assertThat(reader.owner(open)).hasValue(54321);
    }
  }

  private static boolean isRoot() throws Exception {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  @Test
  void keptDescriptorStaysTiedToItsProcess() {
    try (CgroupLab lab = CgroupLab.open()) {
      LabProcess sleeper = lab.start(lab.cgroup("sleeper"), "sleep", "300");
      try (Descriptor directory = reader.open("/proc/" + sleeper.pid());
          Descriptor cgroup = reader.openAt(directory, FileName.of("cgroup"))) {
        assertThat(taken(reader.readAgain(cgroup))).asString().contains("/sleeper\n");
        assertThat(taken(reader.glanceAt(cgroup))).asString().contains("/sleeper\n");

        sleeper.close();

        assertThat(reader.readAgain(cgroup)).isEqualTo(-Errno.ESRCH.number());
        assertThat(reader.glanceAt(cgroup)).isNegative();
        assertThat(reader.readAtOnce(directory, FileName.of("stat")))
            .isIn(-Errno.ESRCH.number(), -Errno.ENOENT.number());
      }
    }
  }

  @Test
  void glancesGiveWhatTheFullReadsGive() throws Exception {
    Path numbered = Files.createDirectories(temporary.resolve("4194304/ns"));
    Files.createSymbolicLink(numbered.resolve("cgroup"), Path.of("cgroup:[4026531835]"));
    Files.writeString(temporary.resolve("4194304/cgroup"), "0::/a\n");
    Files.writeString(temporary.resolve("4194304/long"), "x".repeat(BUFFER));
    FileName link = FileName.of("ns/cgroup");
    try (Descriptor directory = reader.open(temporary.toString())) {
      assertThat(taken(reader.glanceAtLink(directory, 4194304, link)))
          .asString()
          .isEqualTo("cgroup:[4026531835]");
      assertThat(taken(reader.glanceAt(directory, 4194304, FileName.of("cgroup"))))
          .asString()
          .isEqualTo("0::/a\n");

      assertThat(reader.glanceAt(directory, 4194304, FileName.of("long"))).as("cut").isNegative();
      assertThat(reader.glanceAt(directory, 4194303, FileName.of("cgroup"))).isNegative();
      assertThat(reader.glanceAtLink(directory, 4194303, link)).isNegative();
    }
  }

  @Test
  void mountTableTellsThatItChanged() {
    try (CgroupLab lab = CgroupLab.open()) {
      LabShell shell = lab.shell(lab.cgroup("mounts"));
      shell.become("unshare --mount --propagation private");
      try (Descriptor mountinfo = reader.open("/proc/" + shell.pid() + "/mountinfo")) {
        assertThat(reader.mountsChanged(mountinfo)).isFalse();
        assertThat(reader.mountsChanged(mountinfo)).isFalse();

        shell.run("mount -t tmpfs none " + temporary);

        assertThat(reader.mountsChanged(mountinfo)).isTrue();
        assertThat(reader.mountsChanged(mountinfo)).isFalse();
        assertThat(taken(reader.readAgain(mountinfo))).asString().contains(" " + temporary + " ");

        shell.run("umount " + temporary);

        assertThat(reader.mountsChanged(mountinfo)).isTrue();
      }
    }
  }

  @Test
  void closedDescriptorIsOfNoUse() {
    Descriptor directory = closed();

    assertThat(directory.isOpen()).isFalse();
    assertThat(directory.failure()).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> reader.inode(directory));
    directory.close();
  }

  private Descriptor closed() {
    try (Descriptor directory = reader.open("/")) {
      return directory;
    }
  }

  @Test
  void clockTicksAreThoseOfTheSystem() throws Exception {
    Process getconf = new ProcessBuilder("getconf", "CLK_TCK").start();

    assertThat(new String(getconf.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
        .isEqualTo(Long.toString(reader.clockTicksPerSecond()));
  }

  @Test
  void pagesAreThoseOfTheSystem() throws Exception {
    Process getconf = new ProcessBuilder("getconf", "PAGESIZE").start();

    assertThat(new String(getconf.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
        .isEqualTo(Integer.toString(reader.pageBytes()));
  }

  /** Mounts of cgroups, of whichever version this host has; and what only looks like one. */
  @Test
  void cgroupfsIsToldFromOtherFileSystems() throws Exception {
    List<String> mounts =
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
            .filter(line -> line.contains(" - cgroup ") || line.contains(" - cgroup2 "))
            .map(line -> line.split(" ", -1)[4])
            .toList();
    assumeFalse(mounts.isEmpty(), "no cgroups are mounted here");

    for (String mount : mounts) {
      try (Descriptor directory = reader.open(mount)) {
        assertThat(reader.isInCgroupfs(directory)).as(mount).isTrue();
      }
    }
    try (Descriptor directory = reader.open(temporary.toString())) {
      assertThat(reader.isInCgroupfs(directory)).isFalse();
    }
    try (Descriptor sysfs = reader.open("/sys")) {
      assertThat(reader.isInSysfs(sysfs)).isTrue();
      assertThat(reader.isInCgroupfs(sysfs)).isFalse();
    }
  }

  private int[] listed(Descriptor directory) {
    int count = reader.listNumbers(directory);
    assertThat(count).isNotNegative();
    return Arrays.copyOf(reader.listed(), count);
  }

  private byte[] taken(int length) {
    assertThat(length).isNotNegative();
    return Arrays.copyOf(reader.bytes(), length);
  }
}
