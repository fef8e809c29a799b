package io.cgck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.fixture.ProcfsFixture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the one-shot commands print of a fixture {@code /proc}. The goldens are rewritten with
 * {@code mvn test -Dtest=CommandsTest -Dformat=fix}; read the difference before it is committed.
 */
class CommandsTest {
  private static final Path GOLDEN = Path.of("src/test/golden");

  /** What a command did. */
  private record Outcome(int status, String out, String err) {}

  @ParameterizedTest
  @CsvSource({
    "ps,              unified, ps",
    "ps-all,          legacy,  ps --all --sort=comm",
    "ps-json,         unified, ps --json --pid=13260 --pid=14000 --pid=14100",
    "tree,            unified, tree",
    "tree-json,       unified, tree --json",
    "tree-stats,      unified, tree --stats",
    "tree-stats-v1,   hybrid,  tree --stats",
    "tree-stats-json, legacy,  tree --stats --json",
    "ns,              hybrid,  ns",
    "ns-json,         unified, ns --type=cgroup --json",
    "explain-host,    unified, explain 310",
    "explain-v1,      hybrid,  explain 311",
    "explain-frozen,  unified, explain 13260",
    "explain-stale,   hybrid,  explain 13250",
    "explain-outside, unified, explain 13260",
    "explain-zombie,  unified, explain 14000",
    "explain-odd,     unified, explain 14100",
    "explain-json,    hybrid,  explain 13250 --json"
  })
  void outputIsAsReviewed(String golden, String fixture, String command) throws Exception {
    Outcome outcome = run(fixture, command.split(" ", -1));

    Path file = GOLDEN.resolve(golden + ".txt");
    if ("fix".equals(System.getProperty("format"))) {
      Files.writeString(file, outcome.out());
    }
    assertThat(outcome.out()).isEqualTo(Files.readString(file));
    assertThat(outcome.status()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "--comm=nginx,                     310 311",
    "--comm=regex:s.*,                 1 13208 13250 13260",
    "--cgroup=/system.slice/**,        310 311 14000",
    "--unit=nginx.service,             310 311",
    "--container=722939f82963,         13208 13250",
    "--namespace=private,              13208 13250 13260",
    "--namespace=4026532253,           13208 13250 13260",
    "--namespace=private --comm=sleep, 13208 13260",
    "--pid=2,                          2",
    "--comm=none,                      ''"
  })
  void filtersChooseRows(String flags, String pids) throws Exception {
    Outcome outcome =
        run(
            "unified",
            Stream.concat(Stream.of("ps"), Arrays.stream(flags.split(" ", -1)))
                .toArray(String[]::new));

    assertThat(
            outcome
                .out()
                .lines()
                .skip(1)
                .map(line -> line.strip().replaceAll("\\s.*", ""))
                .toList())
        .isEqualTo(pids.isEmpty() ? java.util.List.of() : Arrays.asList(pids.split(" ", -1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "explain 99       | 1 | cgck: there is no process with PID 99",
        "ps --cgroup=a    | 2 | cgck: --cgroup=a: a path pattern begins with '/'",
        "ps --user=nobdy  | 2 | cgck: --user=nobdy: unknown user 'nobdy'",
        "ns --type=foo    | 2 | cgck: --type=foo: expected cgroup, ipc, mnt",
        "ps --sort=size   | 2 | cgck: invalid value for option '--sort'",
        "explain          | 2 | cgck: missing required parameter: 'PID'",
        "ps --pid=x       | 2 | cgck: invalid value for option '--pid' (PID): expected a whole number",
        "sp               | 2 | cgck: unknown command 'sp'",
        "ps --comn=a      | 2 | cgck: unknown flag '--comn=a'; did you mean --comm",
        "ps more          | 2 | cgck: unexpected argument 'more'",
        "ps @pom.xml      | 2 | cgck: unexpected argument '@pom.xml'"
      })
  void wrongUsageIsOneSentence(String command, int status, String sentence) throws Exception {
    Outcome outcome = run("unified", command.split(" ", -1));

    assertThat(outcome.status()).isEqualTo(status);
    assertThat(outcome.err().lines()).singleElement().asString().startsWith(sentence);
    assertThat(outcome.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"serve", "ps", "tree", "ns", "explain", "watch", "metrics", "check-config"})
  void everyCommandExplainsItself(String command) {
    Outcome outcome = execute(command, "--help");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).startsWith("Usage: cgck " + command);
  }

  @Test
  void checkConfigTellsAllThatIsWrongWhereItIs() throws Exception {
    Path file = Files.createTempFile(Path.of("target"), "wrong", ".yml");
    Files.writeString(file, "scan:\n  intervall: 5s\nprocesses:\n  limit: many\n");
    Outcome outcome = execute("check-config", file.toString());
    Files.delete(file);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(file + ":2:3: ").contains("'interval'"),
            line -> assertThat(line).startsWith(file + ":4:10: "));
  }

  /** Whoever may mount chooses the names that an operator is shown, even in commands to copy. */
  @Test
  void mountPointsCannotSteerTheTerminal() throws Exception {
    try (ProcfsFixture procfs = ProcfsFixture.unpack("unified")) {
      procfs.replace("13250/mountinfo", "/sys/fs/cgroup", "/mnt/x\\033]0;gone\\007'\\012y");
      Outcome outcome = execute("explain", "13250", "--path.procfs=" + procfs.root());

      assertThat(outcome.out())
          .contains("umount $'/mnt/x\\u001b]0;gone\\u0007\\'\\ny'")
          .doesNotContain("\u001b", "\u0007");
    }
  }

  private static Outcome run(String fixture, String... command) throws Exception {
    try (ProcfsFixture procfs = ProcfsFixture.unpack(fixture)) {
      Stream<String> places =
          Stream.of("tree", "explain").anyMatch(command[0]::equals)
              ? Stream.of(
                  "--path.procfs=" + procfs.root(), "--path.sysfs=" + procfs.root().resolve("sys"))
              : Stream.of("--path.procfs=" + procfs.root());
      return execute(Stream.concat(Arrays.stream(command), places).toArray(String[]::new));
    }
  }

  private static Outcome execute(String... command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), command);
    return new Outcome(status, out.toString(), err.toString());
  }
}
