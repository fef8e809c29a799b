package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Mover;
import io.cgck.model.ProcessId;
import io.cgck.procfs.Procfs;
import io.cgck.tracefs.TraceRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstLookTest {
  private static final Optional<Hierarchy> UNIFIED = Optional.of(new Hierarchy(0, ""));

  @TempDir private Path proc;
  @AutoClose private Procfs procfs;

  /** What the kernel answers, question by question. */
  private final List<Map<Integer, String>> answers = new ArrayList<>();

  private final List<List<Integer>> questions = new ArrayList<>();
  private FirstLook look;

  @BeforeEach
  @SuppressWarnings("MustBeClosedChecker") // closed after the test
  void open() throws Exception {
    process(1, 1, "systemd", "/init.scope", 5);
    Files.createDirectories(proc.resolve("self/ns"));
    Files.createSymbolicLink(proc.resolve("self/ns/cgroup"), Path.of("cgroup:[4026531835]"));
    procfs = Procfs.open(proc);
    look = new FirstLook(new MoverLookup(procfs), this::answer, pid -> pid == 7);
  }

  private Map<Integer, String> answer(Collection<Integer> threads) {
    questions.add(threads.stream().sorted().toList());
    Map<Integer, String> answer =
        new HashMap<>(answers.isEmpty() ? Map.of() : answers.removeFirst());
    answer.keySet().retainAll(threads);
    return answer;
  }

  private void process(int id, int group, String comm, String cgroup, long start)
      throws IOException {
    Path directory = Files.createDirectories(proc.resolve(Integer.toString(id)));
    Files.writeString(
        directory.resolve("stat"),
        "%d (%s) S 1 1 1 0 -1 4194560 1 1 1 1 1 1 1 1 20 0 1 0 %d 1 1 1 0 0 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
            .formatted(id, comm, start));
    Files.writeString(
        directory.resolve("status"),
        "Name:\t%s\nTgid:\t%d\nPid:\t%d\nUid:\t0\t0\t0\t0\nCapEff:\t0000000000000000\n"
            .formatted(comm, group, id));
    Files.writeString(directory.resolve("cgroup"), "0::" + cgroup + "\n");
  }

  private static TraceRecord.Attached event(int thread, int moved, String comm) {
    return new TraceRecord.Attached(1, thread, 0, "/a", false, moved, comm);
  }

  private Mover moverOf(TraceRecord.Attached event) {
    look.at(List.of(event), UNIFIED);
    return look.moverOf(event);
  }

  @Test
  void aMoverIsTheProcessOfTheThread() throws Exception {
    process(20, 20, "java", "/system.slice/java.service", 50);
    process(21, 20, "worker", "/system.slice/java.service", 51);

    assertThat(moverOf(event(21, 7, "x")))
        .isEqualTo(
            new Mover(20, "java", Optional.of(new CgroupPath("/system.slice/java.service"))));
    assertThat(questions).isEmpty();
  }

  @Test
  void whoMovesItselfIsCalledAsItWasThen() throws Exception {
    process(30, 30, "nginx", "/system.slice/nginx.service", 50);

    assertThat(moverOf(event(30, 30, "(nginx)")))
        .isEqualTo(
            new Mover(30, "(nginx)", Optional.of(new CgroupPath("/system.slice/nginx.service"))));
    assertThat(moverOf(event(31, 31, "sh"))).as("has ended").isEqualTo(mover(31, "sh"));
    assertThat(questions).as("nobody need be asked").isEmpty();
  }

  @Test
  void theKernelIsAskedForWhoHasEnded() {
    answers.add(Map.of(41, "tee", 99, "other"));

    assertThat(moverOf(event(41, 7, "x"))).isEqualTo(mover(41, "tee"));
    assertThat(questions).containsExactly(List.of(41));
  }

  /** It notes names late, and not while it is asked. */
  @Test
  void theKernelIsAskedOnceMoreForThoseItDidNotKnow() {
    answers.add(Map.of(41, "tee"));
    answers.add(Map.of(42, "sh"));
    TraceRecord.Attached first = event(41, 7, "x");
    TraceRecord.Attached second = event(42, 7, "x");
    TraceRecord.Attached third = event(43, 7, "x");
    look.at(List.of(first, second, third), UNIFIED);

    assertThat(look.moverOf(first)).isEqualTo(mover(41, "tee"));
    assertThat(look.moverOf(second)).isEqualTo(mover(42, "sh"));
    assertThat(look.moverOf(third)).as("never known").isEqualTo(mover(43, ""));
    assertThat(questions).containsExactly(List.of(41, 42, 43), List.of(42, 43));
  }

  @Test
  void aThreadOfAProcessIsNoProcess() throws Exception {
    process(50, 50, "python", "/a", 60);
    process(51, 50, "python", "/a", 61);
    TraceRecord.Attached thread = event(1, 51, "python");
    TraceRecord.Attached process = event(1, 50, "python");
    TraceRecord.Attached known = event(1, 7, "x");
    TraceRecord.Attached ended = event(1, 52, "runc");
    look.at(List.of(thread, process, known, ended), UNIFIED);

    assertThat(look.isOfProcess(thread)).isFalse();
    assertThat(look.isOfProcess(process)).isTrue();
    assertThat(look.isOfProcess(known)).isTrue();
    assertThat(look.isOfProcess(ended)).isTrue();
    assertThat(look.newcomer(process)).contains(new ProcessId(50, 60));
    assertThat(look.newcomer(known)).isEmpty();
    assertThat(look.newcomer(ended)).isEmpty();
  }

  @Test
  void whatIsHeldStaysKnown() {
    answers.add(Map.of(41, "tee", 42, "sh"));
    TraceRecord.Attached held = event(41, 7, "x");
    TraceRecord.Attached gone = event(42, 7, "x");
    look.at(List.of(held, gone), UNIFIED);
    look.forgetAllBut(List.of(held));

    assertThat(look.moverOf(held)).isEqualTo(mover(41, "tee"));
    assertThat(look.moverOf(gone)).isEqualTo(mover(42, ""));
  }

  private static Mover mover(int thread, String comm) {
    return new Mover(thread, comm, Optional.empty());
  }
}
