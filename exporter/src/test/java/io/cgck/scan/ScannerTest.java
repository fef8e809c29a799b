package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cgck.kernel.Descriptor;
import io.cgck.kernel.FileName;
import io.cgck.kernel.KernelReader;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.LabProcess;
import io.cgck.lab.LabShell;
import io.cgck.lab.Waiting;
import io.cgck.model.CgroupPath;
import io.cgck.model.Detail;
import io.cgck.model.NamespaceRoot;
import io.cgck.model.ProcessDetails;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import io.cgck.procfs.Procfs;
import io.cgck.procfs.ProcfsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Against the kernel that runs the tests. */
class ScannerTest {
  private static final Set<Detail> EVERYTHING = EnumSet.allOf(Detail.class);
  private static final Duration ALLOWANCE = Duration.ofSeconds(1);

  /** The directory of all processes, and what the Java virtual machine may open meanwhile. */
  private static final int OTHERS = 8;

  /** A reload may bring the first matcher that asks for users. */
  @Test
  void detailsThatAreNewlyAskedForAreReadAtOnce() throws Exception {
    try (Scanner scanner = Scanner.open(Procfs.USUAL_PLACE, Clock.systemUTC())) {
      assertThat(scanner.scan(Set.of(), ALLOWANCE).processes())
          .extracting(ProcessInfo::details)
          .containsOnly(ProcessDetails.UNREAD);

      List<ProcessInfo> now = scanner.scan(EVERYTHING, ALLOWANCE).processes();

      assertThat(now)
          .filteredOn(process -> process.details().uid().isEmpty() && !process.zombie())
          .extracting(ProcessInfo::pid)
          // What ended during the scan has no user any more.
          .filteredOn(pid -> Files.exists(Path.of("/proc", Integer.toString(pid))))
          .isEmpty();
      assertThat(now)
          .filteredOn(process -> process.pid() == ProcessHandle.current().pid())
          .allMatch(process -> process.details().exe().isPresent())
          .hasSize(1);
    }
  }

  /** What events say is looked at at once, and nothing else. */
  @Test
  void aLookAtSomeSeesWhatBecameOfThem() throws Exception {
    try (CgroupLab lab = CgroupLab.open();
        Scanner scanner = Scanner.open(Procfs.USUAL_PLACE, Clock.systemUTC())) {
      Cgroup home = lab.cgroup("home");
      Cgroup away = lab.cgroup("away");
      LabProcess asked = lab.start(home, "sleep", "300");
      LabProcess ended = lab.start(home, "sleep", "300");
      LabProcess other = lab.start(home, "sleep", "300");
      Snapshot before = scanner.scan(Set.of(), ALLOWANCE);
      asked.moveTo(away);
      other.moveTo(away);
      ended.close();
      LabProcess born = lab.start(away, "sleep", "300");

      Snapshot after =
          scanner.lookAt(Set.of((int) asked.pid(), (int) ended.pid(), (int) born.pid(), 1 << 22));

      assertThat(cgroup(after, asked)).contains(away.path());
      assertThat(cgroup(after, born)).contains(away.path());
      assertThat(cgroup(after, ended)).isEmpty();
      assertThat(cgroup(after, other)).as("not asked for").contains(home.path());
      assertThat(after.processes()).hasSameSizeAs(before.processes());
      assertThat(after.processes()).isSortedAccordingTo(Comparator.comparingInt(ProcessInfo::pid));
      assertThat(scanner.lookAt(Set.of()).processes()).isSameAs(after.processes());
      assertThat(cgroup(scanner.scan(Set.of(), ALLOWANCE), other)).contains(away.path());
    }
  }

  private static Optional<String> cgroup(Snapshot snapshot, LabProcess process) {
    return snapshot.processes().stream()
        .filter(each -> each.pid() == process.pid())
        .flatMap(each -> each.cgroup().stream())
        .map(CgroupPath::value)
        .findFirst();
  }

  /** A host with many containers: one look must do for all of them. */
  @Test
  void everyNewNamespaceIsEnteredAtTheFirstScan() throws Exception {
    try (CgroupLab lab = CgroupLab.open();
        Scanner scanner = Scanner.open(Procfs.USUAL_PLACE, Clock.systemUTC())) {
      Cgroup cgroup = lab.cgroup("containers");
      List<LabProcess> processes = new ArrayList<>();
      for (int container = 0; container < 80; container++) {
        processes.add(lab.start(cgroup, "unshare", "--cgroup", "sleep", "300"));
      }
      Waiting.patiently()
          .until(
              "all are in namespaces of their own",
              () -> processes.stream().allMatch(each -> each.namespace("cgroup") != 4026531835L));

      Snapshot snapshot = scanner.scan(Set.of(), ALLOWANCE);

      assertThat(snapshot.cgroupNamespaces())
          .hasSizeGreaterThan(80)
          .allMatch(namespace -> namespace.root() instanceof NamespaceRoot.Exact);
    }
  }

  /**
   * A container ends and another one starts, and only of that an event tells: the kernel gives the
   * same inode number again.
   */
  @Test
  void aLookAtSomeDoesNotTakeANewNamespaceForAnOldOne() throws Exception {
    try (CgroupLab lab = CgroupLab.open();
        Scanner scanner = Scanner.open(Procfs.USUAL_PLACE, Clock.systemUTC())) {
      Cgroup first = lab.cgroup("first");
      Cgroup second = lab.cgroup("second");
      LabProcess old = inOwnNamespace(lab, first);
      long inode = old.namespace("cgroup");
      scanner.scan(Set.of(), ALLOWANCE);
      assertThat(root(scanner.scan(Set.of(), ALLOWANCE), inode)).contains(first.path());
      old.close();
      LabProcess next = inOwnNamespace(lab, second);
      assumeThat(next.namespace("cgroup")).isEqualTo(inode);

      assertThat(root(scanner.lookAt(Set.of((int) next.pid())), inode)).contains(second.path());
      assertThat(root(scanner.scan(Set.of(), ALLOWANCE), inode)).contains(second.path());
    }
  }

  /** Looks come many times in a second; what is looked at again in slow rotation is not. */
  @Test
  void looksAtSomeDoNotTurnTheSlowRotation() throws Exception {
    try (CgroupLab lab = CgroupLab.open();
        Scanner scanner = Scanner.open(Procfs.USUAL_PLACE, Clock.systemUTC())) {
      inOwnNamespace(lab, lab.cgroup("container"));
      scanner.scan(Set.of(), ALLOWANCE);
      scanner.scan(Set.of(), ALLOWANCE);
      long before = scanner.helpersCpuNanos();
      for (int look = 0; look < 30; look++) {
        scanner.lookAt(Set.of());
      }

      assertThat(scanner.helpersCpuNanos()).isEqualTo(before);
    }
  }

  private static LabProcess inOwnNamespace(CgroupLab lab, Cgroup cgroup) {
    LabProcess process = lab.start(cgroup, "unshare", "--cgroup", "sleep", "300");
    Waiting.patiently()
        .until("it is in a namespace of its own", () -> process.namespace("cgroup") != 4026531835L);
    return process;
  }

  private static Optional<String> root(Snapshot snapshot, long inode) {
    return snapshot.cgroupNamespaces().stream()
        .filter(each -> each.id().inode() == inode)
        .flatMap(each -> snapshot.defaultHierarchy().flatMap(each.root()::in).stream())
        .map(CgroupPath::value)
        .findFirst();
  }

  /** The main thread ends, another goes on and is moved: the process is where that thread is. */
  @Test
  void processIsWhereItsLivingThreadsAre() throws Exception {
    try (CgroupLab lab = CgroupLab.open();
        Scanner scanner = Scanner.open(Procfs.USUAL_PLACE, Clock.systemUTC())) {
      Cgroup first = lab.cgroup("first");
      Cgroup second = lab.cgroup("second");
      LabProcess process =
          lab.start(
              first,
              "/usr/bin/python3",
              "-c",
              """
              import ctypes, threading, time
              threading.Thread(target=time.sleep, args=(300,)).start()
              ctypes.CDLL(None).pthread_exit(None)
              """);
      Waiting.patiently()
          .until(
              () -> "the main thread has ended: " + look(scanner, process),
              () -> mainThreadHasEnded(process));

      ProcessInfo before = look(scanner, process);
      assertThat(before.zombie()).isFalse();
      assertThat(before.cgroup())
          .hasValueSatisfying(at -> assertThat(at.value()).isEqualTo(first.path()));
      assertThat(before.namespaces().cgroup()).isPresent();

      process.moveTo(second);
      assertThat(look(scanner, process).cgroup())
          .hasValueSatisfying(at -> assertThat(at.value()).isEqualTo(second.path()));
    }
  }

  private static boolean mainThreadHasEnded(LabProcess process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/stat")).contains(") Z ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProcessInfo look(Scanner scanner, LabProcess process) {
    try {
      return scanner.scan(Set.of(), ALLOWANCE).processes().stream()
          .filter(each -> each.pid() == process.pid())
          .findFirst()
          .orElseThrow();
    } catch (ProcfsException e) {
      throw new AssertionError(e);
    }
  }

  /** Of every process one is held open, and nothing else. */
  @Test
  void descriptorsDoNotLeak() throws Exception {
    try (CgroupLab lab = CgroupLab.open()) {
      LabShell shell = lab.shell(lab.cgroup("namespace"));
      shell.become("unshare --cgroup --mount");
      try (Scanner warmUp = Scanner.open(Procfs.USUAL_PLACE, Clock.systemUTC())) {
        look(warmUp);
      }
      long before = openDescriptors();

      try (Scanner scanner = Scanner.open(Procfs.USUAL_PLACE, Clock.systemUTC())) {
        for (int scans = 0; scans < 200; scans++) {
          look(scanner);
        }
        int processes = scanner.scan(EVERYTHING, ALLOWANCE).processes().size();
        assertThat(openDescriptors()).isLessThanOrEqualTo(before + processes + OTHERS);
      }

      Waiting.patiently()
          .until(
              () -> "as few descriptors as before: " + openDescriptors() + ", not " + before,
              () -> openDescriptors() <= before);
    }
  }

  /** A scan, and all kinds of reads that fail. */
  private static void look(Scanner scanner) throws Exception {
    Snapshot snapshot = scanner.scan(EVERYTHING, ALLOWANCE);
    assertThat(snapshot.processes()).isNotEmpty();
    KernelReader reader = new KernelReader();
    try (Descriptor root = reader.open("/proc");
        Descriptor missing = reader.open("/proc/missing");
        Descriptor noProcess = reader.openAt(root, Integer.MAX_VALUE);
        Descriptor file = reader.openAt(root, FileName.of("stat"))) {
      assertThat(missing.isOpen()).isFalse();
      assertThat(noProcess.isOpen()).isFalse();
      assertThat(reader.read(root, FileName.of("missing"))).isNegative();
      assertThat(reader.read(root, FileName.of("self"))).as("a directory").isNegative();
      assertThat(reader.listNumbers(file)).isNegative();
    }
  }

  private static long openDescriptors() {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
