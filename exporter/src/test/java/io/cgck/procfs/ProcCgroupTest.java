package io.cgck.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.model.Hierarchy;
import io.cgck.property.Name;
import io.cgck.property.Property;
import io.cgck.property.RandomBytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcCgroupTest {
  /** As systemd 252 on Linux 6.1 gives it, hybrid. */
  private static final String SYSTEMD =
      """
      13:pids:/system.slice/vmtest.service
      12:memory:/system.slice/vmtest.service
      11:cpu,cpuacct:/
      7:net_cls,net_prio:/
      1:name=systemd:/system.slice/vmtest.service
      0::/system.slice/vmtest.service
      """;

  @Test
  void everyHierarchyHasALine() {
    assertThat(lines(SYSTEMD))
        .containsExactly(
            line(13, "pids", "/system.slice/vmtest.service"),
            line(12, "memory", "/system.slice/vmtest.service"),
            line(11, "cpu,cpuacct", "/"),
            line(7, "net_cls,net_prio", "/"),
            line(1, "name=systemd", "/system.slice/vmtest.service"),
            line(0, "", "/system.slice/vmtest.service"));
    assertThat(lines(SYSTEMD).getLast().hierarchy()).isEqualTo(Hierarchy.UNIFIED);
    assertThat(lines(SYSTEMD).get(4).hierarchy().isNamed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "/",
        "/..",
        "/../..",
        "/../sib",
        "`/et/a b:c\\d`",
        "/et/a::b:",
        "/machine.slice/machine-qemu\\x2d1\\x2dx.scope",
        "`/et/z (deleted)`",
        "`/ `",
        "/ümlaut/漢字",
        "`/quote\"'`",
        "/..hidden",
      })
  void pathMayHoldAnything(String path) {
    assertThat(lines("0::" + path + "\n")).containsExactly(line(0, "", path));
    assertThat(lines("4:memory:" + path + "\n")).containsExactly(line(4, "memory", path));
  }

  @Test
  void bytesThatAreNotUtf8StandInHex() {
    byte[] bytes = Text.latin1("0::/a\377b/\303\251\n");

    assertThat(ok(ProcCgroup.parse(bytes, bytes.length)).lines())
        .containsExactly(line(0, "", "/a\\xffb/é"));
  }

  @ParameterizedTest
  @CsvSource({
    // hierarchy, path, zombie: removed, path without the mark
    "0, /et/z (deleted), true, true, /et/z",
    "0, /et/z (deleted), false, false, /et/z (deleted)",
    "4, /et/z (deleted), true, false, /et/z (deleted)",
    "4, /et/z (deleted), false, false, /et/z (deleted)",
    "0, /et/z (deleted) (deleted), true, true, /et/z (deleted)",
    "0, /et/z(deleted), true, false, /et/z(deleted)",
    "0, /et/z (deleted)/x, true, false, /et/z (deleted)/x",
    "0, /et/z, true, false, /et/z",
    "0, /, true, false, /",
  })
  void markOfARemovedCgroupIsTakenOnlyWhereTheKernelMakesIt(
      int hierarchy, String path, boolean zombie, boolean removed, String without) {
    ProcCgroup.Line line = line(hierarchy, hierarchy == 0 ? "" : "memory", path);

    assertThat(line.isRemoved(zombie)).isEqualTo(removed);
    assertThat(line.pathOf(zombie)).isEqualTo(without);
  }

  @Test
  void emptyFileHasNoLines() {
    assertThat(lines("")).isEmpty();
  }

  @Test
  void onlyTheLengthGivenCounts() {
    byte[] bytes = Text.utf8("0::/new\n0::/left over from before\n");

    assertThat(ok(ProcCgroup.parse(bytes, 8)).lines()).containsExactly(line(0, "", "/new"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "0::/x", // cut
        "0::/x\n1:cpu:/y", // last line cut
        "0:/x\n",
        "0\n",
        "0::\n",
        "0::x\n",
        ":cpu:/x\n",
        "-1:cpu:/x\n",
        "x:cpu:/x\n",
        "2147483648:cpu:/x\n",
        "99999999999999999999:cpu:/x\n",
        "0::/x\n\n",
      })
  void senselessTextIsMalformed(String text) {
    assertThat(ProcCgroup.parse(Text.utf8(text), Text.utf8(text).length))
        .isInstanceOf(ReadResult.Malformed.class);
  }

  @Test
  void objectionShowsTheLine() {
    assertThat(ProcCgroup.parse(Text.utf8("0::/x\n7:cpu\n"), 12))
        .isEqualTo(new ReadResult.Malformed<>("expected ID:controllers:path, found '7:cpu'"));
  }

  @Test
  void largestHierarchyNumberIsRead() {
    assertThat(lines("2147483647:cpu:/x\n").getFirst().hierarchy().id())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void anyBytesGiveAnAnswer() {
    Property.holds(20_000, random -> answer(RandomBytes.any(random, 60)));
    Property.holds(20_000, random -> answer(RandomBytes.of("01:/\n a\377", random, 40)));
    Property.holds(20_000, random -> answer(RandomBytes.damaged(SYSTEMD, random)));
  }

  private static void answer(byte[] bytes) {
    switch (ProcCgroup.parse(bytes, bytes.length)) {
      case ReadResult.Ok<ProcCgroup>(ProcCgroup cgroup) ->
          assertThat(cgroup.lines()).allMatch(line -> line.path().startsWith("/"));
      case ReadResult.Malformed<ProcCgroup> malformed -> assertThat(malformed.why()).isNotBlank();
      case ReadResult<ProcCgroup> other -> throw new AssertionError("unexpected: " + other);
    }
  }

  @Test
  void whatTheKernelWritesIsReadBack() {
    List<String> controllers =
        List.of("cpu,cpuacct", "memory", "name=systemd", "cpu,name=x", "pids");
    Property.holds(
        5_000,
        random -> {
          List<ProcCgroup.Line> expected = new ArrayList<>();
          Text text = new Text();
          for (int id = random.nextInt(12); id >= 0; id--) {
            String names = id == 0 ? "" : controllers.get(random.nextInt(controllers.size()));
            Name path = Name.randomPath(random, 5);
            text.add(id + ":" + names + ":").add(path.bytes()).add("\n");
            expected.add(line(id, names, path.text()));
          }
          byte[] bytes = text.toBytes();
          assertThat(ok(ProcCgroup.parse(bytes, bytes.length)).lines()).isEqualTo(expected);
        });
  }

  private static List<ProcCgroup.Line> lines(String text) {
    byte[] bytes = Text.utf8(text);
    return ok(ProcCgroup.parse(bytes, bytes.length)).lines();
  }

  private static ProcCgroup ok(ReadResult<ProcCgroup> result) {
    return result.toOptional().orElseThrow(() -> new AssertionError(result.toString()));
  }

  private static ProcCgroup.Line line(int id, String controllers, String path) {
    return new ProcCgroup.Line(new Hierarchy(id, controllers), path);
  }
}
