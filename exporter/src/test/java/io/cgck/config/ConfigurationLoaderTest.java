package io.cgck.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.expect.BuiltIn;
import io.cgck.fixture.TestHost;
import io.cgck.match.CgroupFilter;
import io.cgck.match.Criterion;
import io.cgck.match.GlobPattern;
import io.cgck.match.Matcher;
import io.cgck.match.NamespacePattern;
import io.cgck.match.Parsed;
import io.cgck.match.TextPattern;
import io.cgck.model.FileGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationLoaderTest {
  private static final String FULL =
      """
      # everything that can be set
      scan:
        interval: 1m30s
        cpu_budget: 0.5%
      processes:
        limit: 100
        min_age: 500ms
        kernel_threads: true
        include:
          - {comm: nginx, user: www-data}
          - cgroup: /system.slice/**
            cgroup_namespace: private
        exclude:
          - comm: "regex:kworker/.*"
      cgroups:
        limit: 0
        stats: true
        stats_files: [core, pressure]
        stats_include: [{unit: nginx.service}]
        stats_exclude: [{cgroup: /a/**}]
      trace:
        enabled: true
        instance: mine
        buffer_size: 4MiB
        namespace_events: true
      """;

  @TempDir private Path directory;

  private final ConfigurationLoader loader = new ConfigurationLoader(TestHost.hybrid());

  @Test
  void defaultsAreTheDocumentedOnes() {
    assertThat(Configuration.defaults())
        .isEqualTo(
            new Configuration(
                new ScanSettings(Duration.ofSeconds(5), 0.01),
                new ProcessSettings(5000, Duration.ofSeconds(10), false, List.of(), List.of()),
                new CgroupSettings(5000),
                TraceSection.defaults(),
                BuiltIn.defaults()));
  }

  @Test
  void everythingSet() {
    assertThat(valid(FULL))
        .isEqualTo(
            new Configuration(
                new ScanSettings(Duration.ofSeconds(90), 0.005),
                new ProcessSettings(
                    100,
                    Duration.ofMillis(500),
                    true,
                    List.of(
                        new Matcher(
                            List.of(new Criterion.Comm(text("nginx")), new Criterion.User(33))),
                        new Matcher(
                            List.of(
                                new Criterion.Cgroup(good(GlobPattern.parse("/system.slice/**"))),
                                new Criterion.CgroupNamespace(new NamespacePattern.Private())))),
                    List.of(new Matcher(List.of(new Criterion.Comm(text("regex:kworker/.*")))))),
                new CgroupSettings(
                    0,
                    true,
                    Set.of(FileGroup.CORE, FileGroup.PRESSURE),
                    new CgroupFilter(
                        List.of(new Matcher(List.of(new Criterion.Unit(text("nginx.service"))))),
                        List.of(
                            new Matcher(
                                List.of(new Criterion.Cgroup(good(GlobPattern.parse("/a/**")))))))),
                new TraceSection(TraceSection.Enabled.TRUE, "mine", 4096, true),
                BuiltIn.defaults()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "# only a comment\n",
        "---\n",
        "---\n...\n",
        "~",
        "{}",
        "\uFEFF# a byte order mark",
        "scan:\nprocesses:\ncgroups:\n",
        "scan: {}\ncgroups: null\n",
        "processes: {include: [], exclude: []}",
        "%YAML 1.2\n---\nscan: {interval: 5s}\n"
      })
  void whatIsLeftOutHasItsDefault(String yaml) {
    assertThat(loader.parse("c.yml", yaml))
        .isEqualTo(new ConfigurationResult.Valid(Configuration.defaults(), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"100ms", "0s100ms", "1h", "60m", "59m59s1000ms", "'5s'", "0h0m7s"})
  void intervals(String interval) {
    valid("scan: {interval: " + interval + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"100%", "0.1%", "1.50%", "\"2%\""})
  void budgets(String budget) {
    valid("scan: {cpu_budget: " + budget + "}");
  }

  static Stream<Arguments> wrongInputs() {
    String duration = "expected a duration such as 5s, found ";
    String order = "; write whole numbers of h, m, s and ms in this order, as in 1m30s";
    String unit = "; add a unit: ms, s, m or h";
    String range = "expected a duration from 100ms to 1h, found ";
    String percentage = "expected a percentage such as 1%, found ";
    String share = "expected a percentage above 0% and up to 100%, found ";
    String whole = "expected a whole number from 0 to 1000000, found ";
    String bool = "expected true or false, found ";
    String top =
        "known keys here: scan, processes, cgroups, trace, builtin_expectations, expectations";
    String criteria =
        "known keys here: comm, exe, cmdline, user, unit, cgroup, container, cgroup_namespace";
    return Stream.of(
        // keys
        Arguments.of(
            "scan:\n  intervall: 5s\n",
            "2:3: unknown key 'intervall': did you mean 'interval'? known keys here: interval, cpu_budget"),
        Arguments.of(
            "scan: {cpu-budget: 1%}",
            "1:8: unknown key 'cpu-budget': did you mean 'cpu_budget'? known keys here: interval, cpu_budget"),
        Arguments.of("sacn: {}", "1:1: unknown key 'sacn': did you mean 'scan'? " + top),
        Arguments.of(
            "trace: {buffer: 1MiB}",
            "1:9: unknown key 'buffer'; known keys here: enabled, instance, buffer_size,"
                + " namespace_events"),
        Arguments.of(
            "trace: {enabled: maybe}", "1:18: expected auto, true or false, found 'maybe'"),
        Arguments.of(
            "trace: {instance: ../other}",
            "1:19: expected a name of at most 64 letters, digits and any of _.-, that begins with a"
                + " letter or digit; found '../other'"),
        Arguments.of(
            "trace: {buffer_size: 1000}",
            "1:22: expected a size such as 4MiB, found '1000'; write a whole number of KiB or MiB"),
        Arguments.of(
            "trace: {buffer_size: 4KiB}",
            "1:22: expected a size from 8KiB to 1024MiB, found '4KiB'"),
        Arguments.of("x: 1", "1:1: unknown key 'x'; " + top),
        Arguments.of("'': 1", "1:1: unknown key ''; " + top),
        Arguments.of("<<: {}", "1:1: unknown key '<<'; " + top),
        Arguments.of("[a]: 1", "1:1: expected a key, found a list"),
        Arguments.of("~: 1", "1:1: expected a key, found nothing"),
        Arguments.of(
            "scan: {}\ncgroups: {}\nscan: {}\n",
            "3:1: duplicate key 'scan', first in line 1; remove one of them"),
        Arguments.of(
            "scan:\n  interval: 5s\n  interval: 6s\n",
            "3:3: duplicate key 'interval', first in line 2; remove one of them"),
        // shapes
        Arguments.of(
            "- scan",
            "1:1: expected a mapping with scan, processes, cgroups, trace, builtin_expectations, expectations, found a list"),
        Arguments.of(
            "scan",
            "1:1: expected a mapping with scan, processes, cgroups, trace, builtin_expectations, expectations, found 'scan'"),
        Arguments.of(
            "scan: [1]", "1:7: expected a mapping with interval, cpu_budget, found a list"),
        Arguments.of(
            "cgroups: 5",
            "1:10: expected a mapping with limit, stats, stats_files, stats_include, stats_exclude,"
                + " found '5'"),
        // durations
        Arguments.of("scan: {interval: [5s]}", "1:18: " + duration + "a list"),
        Arguments.of("scan: {interval: {}}", "1:18: " + duration + "a mapping"),
        Arguments.of("scan:\n  interval:\n", "2:12: " + duration + "nothing"),
        Arguments.of("scan: {interval: 5}", "1:18: " + duration + "'5'" + unit),
        Arguments.of("scan: {interval: 0.5}", "1:18: " + duration + "'0.5'" + unit),
        Arguments.of("scan: {interval: -5}", "1:18: " + duration + "'-5'" + unit),
        Arguments.of("scan: {interval: 5 s}", "1:18: " + duration + "'5 s'" + order),
        Arguments.of("scan: {interval: 1.5s}", "1:18: " + duration + "'1.5s'" + order),
        Arguments.of("scan: {interval: 30s1m}", "1:18: " + duration + "'30s1m'" + order),
        Arguments.of("scan: {interval: s}", "1:18: " + duration + "'s'" + order),
        Arguments.of("scan: {interval: '-'}", "1:18: " + duration + "'-'" + order),
        Arguments.of("scan: {interval: ''}", "1:18: " + duration + "''" + order),
        Arguments.of("scan: {interval: 5S}", "1:18: " + duration + "'5S'" + order),
        Arguments.of("scan: {interval: 0s}", "1:18: " + range + "'0s'"),
        Arguments.of("scan: {interval: -5s}", "1:18: " + range + "'-5s'"),
        Arguments.of("scan: {interval: 99ms}", "1:18: " + range + "'99ms'"),
        Arguments.of("scan: {interval: 1h1ms}", "1:18: " + range + "'1h1ms'"),
        Arguments.of(
            "scan: {interval: 99999999999999999999s}",
            "1:18: " + range + "'99999999999999999999s'"),
        Arguments.of(
            "processes: {min_age: 25h}", "1:22: expected a duration from 0s to 24h, found '25h'"),
        // percentages
        Arguments.of("scan: {cpu_budget: 1}", "1:20: " + percentage + "'1'; add the percent sign"),
        Arguments.of(
            "scan: {cpu_budget: 0.01}", "1:20: " + percentage + "'0.01'; add the percent sign"),
        Arguments.of("scan: {cpu_budget: lots}", "1:20: " + percentage + "'lots'"),
        Arguments.of("scan: {cpu_budget: NaN%}", "1:20: " + percentage + "'NaN%'"),
        Arguments.of("scan: {cpu_budget: 0%}", "1:20: " + share + "'0%'"),
        Arguments.of("scan: {cpu_budget: -1%}", "1:20: " + share + "'-1%'"),
        Arguments.of("scan: {cpu_budget: 100.1%}", "1:20: " + share + "'100.1%'"),
        // numbers and booleans
        Arguments.of("cgroups: {limit: -1}", "1:18: " + whole + "'-1'"),
        Arguments.of("cgroups: {limit: 1000001}", "1:18: " + whole + "'1000001'"),
        Arguments.of("cgroups: {limit: 99999999999}", "1:18: " + whole + "'99999999999'"),
        Arguments.of("cgroups: {limit: 5k}", "1:18: " + whole + "'5k'"),
        Arguments.of("cgroups: {limit: 0x10}", "1:18: " + whole + "'0x10'"),
        Arguments.of("cgroups: {limit: 1.0}", "1:18: " + whole + "'1.0'"),
        Arguments.of("cgroups: {limit: '5'}", "1:18: " + whole + "the quoted text '5'"),
        Arguments.of("processes: {limit: ~}", "1:20: " + whole + "nothing"),
        Arguments.of("processes: {limit: none}", "1:20: " + whole + "'none'"),
        Arguments.of("processes: {kernel_threads: yes}", "1:29: " + bool + "'yes'; write true"),
        Arguments.of("processes: {kernel_threads: Off}", "1:29: " + bool + "'Off'; write false"),
        Arguments.of("processes: {kernel_threads: True}", "1:29: " + bool + "'True'; write true"),
        Arguments.of("processes: {kernel_threads: maybe}", "1:29: " + bool + "'maybe'"),
        Arguments.of(
            "processes: {kernel_threads: 'true'}", "1:29: " + bool + "the quoted text 'true'"),
        Arguments.of(
            "cgroups: {stats_files: [core, memroy]}",
            "1:31: expected one of core, members, pressure, cpu, memory, pids, io, cpuset, found"
                + " 'memroy'"),
        Arguments.of(
            "cgroups: {stats_files: []}",
            "1:24: expected a list of any of core, members, pressure, cpu, memory, pids, io, cpuset,"
                + " found a list"),
        Arguments.of(
            "cgroups: {stats_include: [{comm: nginx}]}",
            "1:28: unknown key 'comm'; known keys here: cgroup, unit, container"),
        Arguments.of("cgroups: {stats: no}", "1:18: " + bool + "'no'; write false"),
        // matchers
        Arguments.of(
            "processes:\n  include: {comm: a}\n",
            "2:12: expected a list of matchers such as [{comm: nginx}], found a mapping"),
        Arguments.of(
            "processes:\n  include:\n",
            "2:11: expected a list of matchers such as [{comm: nginx}], found nothing"),
        Arguments.of(
            "processes:\n  exclude:\n    - nginx\n",
            "3:7: expected a matcher such as {comm: nginx}, found 'nginx'"),
        Arguments.of(
            "processes:\n  include:\n    - {}\n",
            "3:7: an empty matcher would match every process; say what it matches, or write {cgroup: /**} if that is meant"),
        Arguments.of(
            "processes: {include: [{com: a}]}",
            "1:24: unknown key 'com': did you mean 'comm'? " + criteria),
        Arguments.of(
            "processes: {include: [{cgroup_ns: private}]}",
            "1:24: unknown key 'cgroup_ns'; " + criteria),
        Arguments.of("processes: {include: [{comm: [a]}]}", "1:30: expected text, found a list"),
        Arguments.of("processes: {include: [{comm: }]}", "1:29: expected text, found nothing"),
        Arguments.of(
            "processes: {include: [{comm: ''}]}",
            "1:30: an empty pattern matches nothing; leave it out"),
        Arguments.of(
            "processes: {include: [{comm: 'regex:(a'}]}",
            "1:30: bad regular expression: missing closing ): (a"),
        Arguments.of(
            "processes: {include: [{cgroup: nginx.service}]}",
            "1:32: a path pattern begins with '/'; for any place in the tree write '/**/NAME'"),
        Arguments.of(
            "processes: {include: [{exe: /usr/**x}]}",
            "1:29: '**' must be a whole segment, as in '/a/**'; write '*' here"),
        Arguments.of(
            "processes: {include: [{user: nobdy}]}",
            "1:30: unknown user 'nobdy'; write a name that this system knows, or a user ID"),
        Arguments.of(
            "processes: {include: [{cgroup_namespace: host}]}",
            "1:42: expected initial, private or the inode number of a namespace, found 'host'"),
        // YAML itself
        Arguments.of(
            "scan: {}\n---\ncgroups: {}\n", "2:1: a second document begins here; keep only one"),
        Arguments.of(
            "scan: {interval: 5s\n",
            "2:1: not valid YAML: expected ',' or '}', but got <stream end> (while parsing a flow mapping)"),
        Arguments.of(
            "scan: interval: 5s\n", "1:15: not valid YAML: mapping values are not allowed here"),
        Arguments.of(
            "scan:\n\tinterval: 5s\n",
            "2:1: not valid YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation) (while scanning for the next token)"),
        Arguments.of("scan: *x", "1:7: not valid YAML: found undefined alias x"),
        Arguments.of("# é\n# \u0007", "2:3: the character U+0007 is not allowed in YAML"),
        Arguments.of("scan: !include x.yml", "1:7: unknown tag '!include'; remove it"),
        Arguments.of("%YAML 3.0\n---\n{}", "1:1: unknown YAML version; remove the %YAML line"),
        Arguments.of("[".repeat(50_000), "1:21: nested deeper than 20 levels"),
        Arguments.of("x: [&a 1" + ", *a".repeat(101) + "]", "1:411: more than 100 aliases"),
        Arguments.of(
            "scan: &a [*a]", "1:7: expected a mapping with interval, cpu_budget, found a list"),
        Arguments.of("a: &a {<<: *a}", "1:1: unknown key 'a'; " + top));
  }

  @ParameterizedTest
  @MethodSource("wrongInputs")
  void saysWhatIsWrongAndWhere(String yaml, String problem) {
    assertThat(problems(yaml)).containsExactly("c.yml:" + problem);
  }

  @Test
  void allProblemsAreFoundAtOnceInTheirOrder() {
    assertThat(
            problems(
                """
                scan:
                  interval: 5
                  cpu_budget: 1
                proceses: {}
                cgroups:
                  limit: x
                  stats: on
                """))
        .containsExactly(
            "c.yml:2:13: expected a duration such as 5s, found '5'; add a unit: ms, s, m or h",
            "c.yml:3:15: expected a percentage such as 1%, found '1'; add the percent sign",
            "c.yml:4:1: unknown key 'proceses': did you mean 'processes'?"
                + " known keys here: scan, processes, cgroups, trace, builtin_expectations, expectations",
            "c.yml:6:10: expected a whole number from 0 to 1000000, found 'x'",
            "c.yml:7:10: expected true or false, found 'on'; write true");
  }

  @Test
  void aMatcherTellsAllItsProblems() {
    assertThat(problems("processes: {include: [{user: a, comm: [], unit: 'regex:['}, x]}"))
        .containsExactly(
            "c.yml:1:30: unknown user 'a'; write a name that this system knows, or a user ID",
            "c.yml:1:39: expected text, found a list",
            "c.yml:1:49: bad regular expression: missing closing ]: [",
            "c.yml:1:61: expected a matcher such as {comm: nginx}, found 'x'");
  }

  @Test
  void longAndMultiLineTextIsShownShortAndOnOneLine() {
    assertThat(problems("cgroups:\n  limit: |\n    a\n    b\n"))
        .containsExactly(
            "c.yml:2:10: expected a whole number from 0 to 1000000, found the quoted text 'a b '");
    assertThat(problems("cgroups: {limit: " + "x".repeat(100) + "}"))
        .containsExactly(
            "c.yml:1:18: expected a whole number from 0 to 1000000, found '"
                + "x".repeat(60)
                + "…'");
  }

  @Test
  void anAliasMayBeUsedTwiceAndItsProblemIsToldOnce() {
    Configuration configuration =
        valid("processes: {include: &m [{comm: a}, {unit: b}], exclude: *m}");
    assertThat(configuration.processes().exclude())
        .hasSize(2)
        .isEqualTo(configuration.processes().include());
    assertThat(problems("processes: {include: &m [x], exclude: *m}")).hasSize(1);
  }

  @Test
  void aBombOfAliasesIsRefusedOrHarmless() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x]\n");
    for (int level = 1; level < 45; level++) {
      int below = level - 1;
      bomb.append("a%d: &a%d [*a%d,*a%d]\n".formatted(level, level, below, below));
    }
    assertThat(problems(bomb + "processes: {include: *a44}\n"))
        .hasSize(46)
        .contains("c.yml:44:6: expected a matcher such as {comm: nginx}, found a list");
  }

  @Test
  void warnsOfCommandNamesThatNoProcessCanHave() {
    assertThat(loader.parse("c.yml", "processes: {include: [{comm: systemd-journald}]}"))
        .isInstanceOfSatisfying(
            ConfigurationResult.Valid.class,
            valid ->
                assertThat(valid.warnings())
                    .map(Problem::toString)
                    .containsExactly(
                        "c.yml:1:30: the kernel cuts the command name of a process after 15 bytes;"
                            + " write 'systemd-journal'"));
    assertThat(
            loader.parse(
                "c.yml",
                "processes: {include: [{comm: systemd-journal}, {comm: systemd-journal*}]}"))
        .isInstanceOfSatisfying(
            ConfigurationResult.Valid.class, valid -> assertThat(valid.warnings()).isEmpty());
  }

  @Test
  void loadsAFile() throws Exception {
    Path file = directory.resolve("cgck.yml");
    Files.writeString(file, FULL);
    assertThat(loader.load(file)).isEqualTo(loader.parse(file.toString(), FULL));
  }

  @Test
  void filesThatCannotBeRead() throws Exception {
    Path missing = directory.resolve("missing.yml");
    assertThat(loadProblem(missing))
        .isEqualTo(missing + ":1:1: cannot be read: there is no such file");
    assertThat(loadProblem(directory))
        .isEqualTo(directory + ":1:1: cannot be read: it is a directory");
    Path latin = directory.resolve("latin.yml");
    Files.write(latin, "scan:\r\n  # Größe\n".getBytes(ISO_8859_1));
    assertThat(loadProblem(latin))
        .isEqualTo(latin + ":2:7: not UTF-8; save the file in this encoding");
    Path utf16 = directory.resolve("utf16.yml");
    Files.write(utf16, "scan: {}".getBytes(UTF_16));
    assertThat(loadProblem(utf16))
        .isEqualTo(utf16 + ":1:1: not UTF-8; save the file in this encoding");
    Path endless = Path.of("/dev/zero");
    assertThat(loadProblem(endless))
        .isEqualTo("/dev/zero:1:1: larger than 1 MiB; this is no configuration file");
    Path cut = directory.resolve("cut.yml");
    Files.write(cut, new byte[] {'#', (byte) 0xc3});
    assertThat(loadProblem(cut)).isEqualTo(cut + ":1:2: not UTF-8; save the file in this encoding");
  }

  /** Whatever a file holds, the answer is a result whose positions lie in the file. */
  @Test
  void mutatedFilesNeverThrow() {
    String[] snippets = {
      "{",
      "}",
      "[",
      "]",
      ":",
      ": ",
      "- ",
      "\n",
      "\r",
      "\r\n",
      "\t",
      "  ",
      "#",
      "&a ",
      "*a",
      "!x ",
      "!!int ",
      "|",
      ">",
      "'",
      "\"",
      "\\",
      "\\u12",
      "\\xZZ",
      "%YAML 9.9\n",
      "---\n",
      "...\n",
      "? ",
      "<<: *a",
      "@",
      "`",
      "%",
      "\u0000",
      "\u0085",
      "\u2028",
      "\uFEFF",
      "\uD800",
      "\uD83D\uDE00",
      "é",
      "~",
      "null",
      "regex:(",
      "/**",
      "99999999999",
      "1%",
      "5s",
      "-"
    };
    Random random = new Random(42);
    int valid = 0;
    for (int round = 0; round < 5_000; round++) {
      StringBuilder yaml = new StringBuilder(FULL);
      for (int edit = 1 + random.nextInt(4); edit > 0; edit--) {
        int at = random.nextInt(yaml.length() + 1);
        switch (random.nextInt(4)) {
          case 0 -> yaml.insert(at, snippets[random.nextInt(snippets.length)]);
          case 1 -> yaml.delete(at, Math.min(yaml.length(), at + 1 + random.nextInt(20)));
          case 2 -> yaml.insert(at, yaml.substring(random.nextInt(at + 1), at));
          default -> yaml.insert(at, (char) random.nextInt(0x180));
        }
      }
      String text = yaml.toString();
      switch (loader.parse("c.yml", text)) {
        case ConfigurationResult.Valid(Configuration configuration, List<Problem> warnings) -> {
          valid++;
          warnings.forEach(problem -> assertInside(text, problem));
        }
        case ConfigurationResult.Invalid(List<Problem> problems) ->
            problems.forEach(problem -> assertInside(text, problem));
      }
    }
    assertThat(valid).isBetween(100, 4_900);
  }

  private static void assertInside(String text, Problem problem) {
    String[] lines = text.split("\r\n|\n|\r", -1);
    assertThat(problem.line()).as("%s in <%s>", problem, text).isBetween(1, lines.length);
    String line = lines[problem.line() - 1];
    assertThat(problem.column())
        .as("%s in <%s>", problem, text)
        .isBetween(1, line.codePointCount(0, line.length()) + 1);
    assertThat(problem.message()).doesNotContain("\n", "snakeyaml", "Exception", "java.");
  }

  private Configuration valid(String yaml) {
    return switch (loader.parse("c.yml", yaml)) {
      case ConfigurationResult.Valid(Configuration configuration, List<Problem> warnings) -> {
        assertThat(warnings).isEmpty();
        yield configuration;
      }
      case ConfigurationResult.Invalid(List<Problem> problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private List<String> problems(String yaml) {
    return problems(loader.parse("c.yml", yaml));
  }

  private String loadProblem(Path file) {
    List<String> problems = problems(loader.load(file));
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }

  private static List<String> problems(ConfigurationResult result) {
    return switch (result) {
      case ConfigurationResult.Valid valid -> throw new AssertionError(valid.toString());
      case ConfigurationResult.Invalid(List<Problem> problems) ->
          problems.stream().map(Problem::toString).toList();
    };
  }

  private static TextPattern text(String pattern) {
    return good(TextPattern.parse(pattern));
  }

  private static <T> T good(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Good<T>(T value) -> value;
      case Parsed.Bad<T>(String why) -> throw new AssertionError(why);
    };
  }
}
