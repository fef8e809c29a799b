package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.fixture.ProcfsFixture;
import io.cgck.model.ProcessInfo;
import io.cgck.model.ScanError;
import io.cgck.model.Snapshot;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the kernel that runs the tests cannot be made to do at will. */
class ScannerFixtureTest {
  /** In so many everything of the few processes of a fixture is read again. */
  private static final int SCANS_OF_ALL_TURNS = 30;

  /**
   * From the moment a process begins to end, v1 hierarchies say that it is in the root cgroup: seen
   * on Linux 6.18 with a process of 4 GiB, in state R with PF_EXITING set and its namespaces still
   * readable.
   */
  @Test
  void theEndOfAProcessIsNoMove() throws Exception {
    try (ProcfsFixture procfs = ProcfsFixture.unpack("legacy");
        Scanner scanner = Scanner.open(procfs.root(), Clock.systemUTC())) {
      Snapshot before = scan(scanner);
      procfs.replace("311/stat", " 4194560 ", " 4194564 ");
      procfs.replace("311/cgroup", "/system.slice/nginx.service", "/");
      Snapshot after = scan(scanner);

      assertThat(process(before, 311).memberships()).isNotEmpty();
      assertThat(process(after, 311).zombie()).isTrue();
      assertThat(process(after, 311).memberships()).isEmpty();
      assertThat(Moves.among(Changes.between(Optional.of(before), after), after.takenAt()))
          .isEmpty();
    }
  }

  /** As without a free file descriptor: what is still listed has not ended. */
  @Test
  void whatCannotBeReadForAMomentIsStillThere() throws Exception {
    try (ProcfsFixture procfs = ProcfsFixture.unpack("unified");
        Scanner scanner = Scanner.open(procfs.root(), Clock.systemUTC())) {
      Snapshot before = scan(scanner);
      procfs.replace("311/stat", "(nginx)", "nginx");
      Snapshot unread = scan(scanner);
      procfs.replace("311/stat", "nginx", "(nginx)");
      Snapshot after = scan(scanner);

      assertThat(process(unread, 311).id()).isEqualTo(process(before, 311).id());
      assertThat(process(unread, 311).cgroup()).isEmpty();
      assertThat(process(unread, 311).partial()).isTrue();
      assertThat(process(unread, 311).zombie()).isFalse();
      assertThat(process(after, 311)).isEqualTo(process(before, 311));
      assertThat(unread.hidden()).isEqualTo(before.hidden());
    }
  }

  /**
   * It is read with the move; nothing must change again when all of the process is read in turn.
   */
  @Test
  void whoAProcessRunsAsThatHasMovedStaysKnown() throws Exception {
    try (ProcfsFixture procfs = ProcfsFixture.unpack("unified");
        Scanner scanner = Scanner.open(procfs.root(), Clock.systemUTC())) {
      Files.writeString(
          procfs.root().resolve("311/status"),
          "Name:\tnginx\nUid:\t0\t0\t0\t0\nCapEff:\t0000000000000000\n");
      assertThat(process(scan(scanner), 311).details().uid()).isEmpty();
      procfs.replace("311/cgroup", "/system.slice/nginx.service", "/elsewhere");
      ProcessInfo moved = process(scan(scanner), 311);

      assertThat(moved.details().uid()).hasValue(0);
      for (int scans = 0; scans < SCANS_OF_ALL_TURNS; scans++) {
        assertThat(process(scan(scanner), 311)).isSameAs(moved);
      }
      procfs.replace("311/status", "Uid:\t0\t0", "Uid:\t0\t33");
      ProcessInfo last = moved;
      for (int scans = 0; scans < SCANS_OF_ALL_TURNS; scans++) {
        last = process(scan(scanner), 311);
      }
      assertThat(last.details().uid()).hasValue(33);
    }
  }

  /** As in a procfs with the mount option subset=pid. */
  @Test
  void withoutTheTimeOfBootStartTimesAreUnknownAndThatIsCounted() throws Exception {
    try (ProcfsFixture procfs = ProcfsFixture.unpack("unified")) {
      Files.delete(procfs.root().resolve("stat"));
      try (Scanner scanner = Scanner.open(procfs.root(), Clock.systemUTC())) {
        Snapshot snapshot = scan(scanner);

        assertThat(snapshot.processes())
            .isNotEmpty()
            .allMatch(process -> process.startTimeSeconds().isEmpty());
        assertThat(snapshot.errors()).containsKey(new ScanError("/stat", "ENOENT"));
      }
    }
  }

  /** A tmpfs over the directory of all cgroup mounts: none of them can be reached. */
  @Test
  void aMountUnderAnotherIsNotWhatAProcessSees() throws Exception {
    try (ProcfsFixture procfs = ProcfsFixture.unpack("unified")) {
      procfs.replace(
          "13250/mountinfo",
          "cgroup2 cgroup2 rw\n",
          "cgroup2 cgroup2 rw\n205 190 0:99 / /sys/fs rw - tmpfs tmpfs rw\n");
      try (Scanner scanner = Scanner.open(procfs.root(), Clock.systemUTC())) {
        ProcessInfo process = process(scan(scanner), 13250);

        assertThat(process.placement().mount().root()).isEmpty();
        assertThat(process.placement().staleMount()).isEmpty();
      }
    }
  }

  /** Who is watched stays watched; there is room for others when one of them has ended. */
  @Test
  void moreProcessesThanFitAreCounted() throws Exception {
    int room = 3;
    Scanner.Economy economy = new Scanner.Economy(Long.MAX_VALUE, room, Rotation::of);
    try (ProcfsFixture procfs = ProcfsFixture.unpack("unified");
        Scanner whole = Scanner.open(procfs.root(), Clock.systemUTC());
        Scanner scanner = Scanner.open(procfs.root(), Clock.systemUTC(), economy)) {
      int listed = scan(whole).processes().size() + scan(whole).hidden();
      Snapshot before = scan(scanner);
      assertThat(before.processes()).hasSize(room);
      assertThat(before.unwatched()).isEqualTo(listed - room - before.hidden());
      assertThat(scan(scanner).processes()).isSameAs(before.processes());
      assertThat(Advice.on(before, Set.of()))
          .extracting(Advice::topic)
          .contains(Advice.Topic.TOO_MANY_PROCESSES);

      int ended = before.processes().get(1).pid();
      Files.move(procfs.root().resolve("" + ended), procfs.root().resolve("ended"));
      Snapshot after = scan(scanner);

      assertThat(after.processes())
          .hasSize(room)
          .contains(before.processes().getFirst(), before.processes().getLast());
    }
  }

  @Test
  void heapThatMayGrowHasRoomForMoreProcesses() {
    assertThat(Scanner.processesThatFit(16 << 20)).isOne();
    assertThat(Scanner.processesThatFit(256 << 20)).isBetween(100_000, 130_000);
  }

  private static Snapshot scan(Scanner scanner) throws Exception {
    return scanner.scan(Set.of(), Duration.ofMinutes(1));
  }

  private static ProcessInfo process(Snapshot snapshot, int pid) {
    return snapshot.processes().stream()
        .filter(process -> process.pid() == pid)
        .findFirst()
        .orElseThrow();
  }
}
