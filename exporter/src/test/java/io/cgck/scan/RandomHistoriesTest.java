package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.CgroupLab;
import io.cgck.lab.LabProcess;
import io.cgck.lab.LegacyCgroup;
import io.cgck.model.CgroupPath;
import io.cgck.model.Detail;
import io.cgck.model.Membership;
import io.cgck.model.NamespaceId;
import io.cgck.model.ProcessId;
import io.cgck.model.ProcessInfo;
import io.cgck.procfs.ProcfsException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Scanners that spare themselves work, against one that reads everything anew, on processes that
 * fork, end, execute, move, change namespaces and get PIDs that were in use before.
 */
class RandomHistoriesTest {
  private static final int HISTORIES = 150;
  private static final int STEPS = 20;

  /** Seldom enough that most scans take their word from a glance. */
  private static final int STAT_EVERY = 5;

  private static final int ALL_EVERY = 15;

  private final List<String> history = new ArrayList<>();

  @Test
  void glancesMissNothing() throws Exception {
    try (LegacyCgroup legacy = LegacyCgroup.make();
        CgroupLab lab = CgroupLab.open()) {
      List<String> command = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--mount-proc"));
      command.add(Path.of("testbed/random-processes").toAbsolutePath().toString());
      for (String name : List.of("a", "b", "b/c")) {
        command.add(lab.cgroup(name).directory().toString());
      }
      legacy.directory().map(Path::toString).ifPresent(command::add);
      LabProcess pool = lab.start(lab.cgroup("pool"), command.toArray(String[]::new));
      assertThat(pool.readLine()).isEqualTo("ready");
      Path procfs = Path.of("/proc/" + pool.pid() + "/root/proc");

      try (Scanner plain = Scanner.open(procfs, Clock.systemUTC());
          Scanner ample = open(procfs, Long.MAX_VALUE);
          Scanner few = open(procfs, 8)) {
        for (int seed = 0; seed < HISTORIES; seed++) {
          history.clear();
          tell(pool, "begin " + seed);
          for (int step = 0; step < STEPS; step++) {
            tell(pool, "step");
            List<Known> now = known(readInFull(plain));
            assertThat(differences(known(scan(ample)), now)).as("%s", history).isEmpty();
            assertThat(differences(known(scan(few)), now)).as("%s", history).isEmpty();
          }
          settle(plain);
          List<String> now = all(readInFull(plain));
          settle(ample);
          assertThat(differences(all(scan(ample)), now)).as("%s", history).isEmpty();
          settle(few);
          assertThat(differences(all(scan(few)), now)).as("%s", history).isEmpty();
        }
      }
    }
  }

  /** What only one of two has, so that a failure can be read. */
  private static <T> List<T> differences(List<T> one, List<T> other) {
    return Stream.concat(
            one.stream().filter(each -> !other.contains(each)),
            other.stream().filter(each -> !one.contains(each)))
        .toList();
  }

  private void tell(LabProcess pool, String command) {
    pool.writeLine(command);
    history.add(pool.readLine());
  }

  private static Scanner open(Path procfs, long descriptors) throws ProcfsException {
    return Scanner.open(
        procfs,
        Clock.systemUTC(),
        new Scanner.Economy(
            descriptors,
            Integer.MAX_VALUE,
            (scan, processes) -> new Rotation(scan, STAT_EVERY, ALL_EVERY)));
  }

  private static List<ProcessInfo> scan(Scanner scanner) throws ProcfsException {
    return scanner.scan(Set.of(), Duration.ofSeconds(1)).processes();
  }

  /** Who asks for other details than last time gets everything read anew. */
  private static List<ProcessInfo> readInFull(Scanner scanner) throws ProcfsException {
    scanner.scan(Set.of(Detail.USER), Duration.ofSeconds(1));
    return scan(scanner);
  }

  /** After a whole turn nothing of what a glance does not show is old any more. */
  private static void settle(Scanner scanner) throws ProcfsException {
    for (int turn = 0; turn <= ALL_EVERY; turn++) {
      scan(scanner);
    }
  }

  /** All that is known, but for the user, who is known of what was seen to move only. */
  private static List<String> all(List<ProcessInfo> processes) {
    return processes.stream()
        .map(process -> process.toString().replaceFirst("uid=OptionalInt[^,]*,", ""))
        .toList();
  }

  /** What every scan knows of a process. */
  private record Known(
      ProcessId id,
      boolean zombie,
      List<Membership> memberships,
      Optional<NamespaceId> cgroupNamespace,
      Optional<CgroupPath> cgroup) {}

  private static List<Known> known(List<ProcessInfo> processes) {
    return processes.stream()
        .map(
            process ->
                new Known(
                    process.id(),
                    process.zombie(),
                    process.memberships(),
                    process.namespaces().cgroup(),
                    process.cgroup()))
        .toList();
  }
}
