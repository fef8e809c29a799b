package io.cgck.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.expect.BuiltIn;
import io.cgck.expect.Expectation;
import io.cgck.expect.HierarchyName;
import io.cgck.expect.Place;
import io.cgck.expect.Requirement;
import io.cgck.expect.Requirement.InCgroupNamespace.Kind;
import io.cgck.fixture.TestHost;
import io.cgck.match.Criterion;
import io.cgck.match.Matcher;
import io.cgck.match.Parsed;
import io.cgck.match.TextPattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sections {@code expectations} and {@code builtin_expectations}. */
class ExpectationReaderTest {
  private final ConfigurationLoader loader = new ConfigurationLoader(TestHost.hybrid());

  @Test
  void everythingSet() {
    Configuration configuration =
        TestHost.configuration(
            """
            builtin_expectations:
              inside_cgroup_namespace: false
              fresh_cgroup_mount: {for: 5m, severity: info, labels: {team: platform}, except: [{comm: x}]}
              stays_in_unit: true
            expectations:
              - name: nginx
                match: {comm: nginx, user: www-data}
                except:
                  - {cgroup: /maintenance/**}
                expect:
                  cgroup: [/system.slice/nginx.service/**, {regex: "/x[0-9]"}, {unit: b.service}, first-seen, parent]
                  cgroup_namespace: initial
                  mount_root: inside
                  hierarchy: memory
                for: 30s
                severity: critical
                labels: {team: web, page: "yes"}
            """);

    assertThat(configuration.expectations())
        .containsExactly(
            BuiltIn.FRESH_CGROUP_MOUNT.expectation(
                new BuiltIn.Tuning(
                    Duration.ofMinutes(5),
                    "info",
                    Map.of("team", "platform"),
                    List.of(new Matcher(List.of(new Criterion.Comm(text("x"))))))),
            BuiltIn.CONTAINER_CGROUP_NAMESPACE.expectation(),
            BuiltIn.STAYS_IN_UNIT.expectation(),
            BuiltIn.NOT_IN_ROOT_CGROUP.expectation(),
            new Expectation(
                "nginx",
                false,
                Optional.of(
                    new Matcher(
                        List.of(new Criterion.Comm(text("nginx")), new Criterion.User(33)))),
                List.of(new Matcher(List.of(new Criterion.Cgroup(path("/maintenance/**"))))),
                List.of(
                    new Requirement.InCgroup(
                        List.of(
                            new Place.Matching(path("/system.slice/nginx.service/**")),
                            new Place.Matching(path("regex:/x[0-9]")),
                            new Place.InUnit(text("b.service")),
                            new Place.FirstSeen(),
                            new Place.OfParent()),
                        Optional.of(new HierarchyName("memory"))),
                    new Requirement.InCgroupNamespace(Kind.INITIAL),
                    new Requirement.MountRootInside()),
                Duration.ofSeconds(30),
                "critical",
                Map.of("team", "web", "page", "yes")));
  }

  @Test
  void withoutTheSectionsTheBuiltInOnesHold() {
    assertThat(TestHost.configuration("").expectations()).isEqualTo(BuiltIn.defaults());
    assertThat(TestHost.configuration("expectations: []\nbuiltin_expectations:").expectations())
        .isEqualTo(BuiltIn.defaults());
  }

  /** Around a whole rule, of which the part after {@code |} is what the case is about. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Keys
        "{nme: a, match: {comm: a}, expect: {cgroup: /}}       | 2:6: unknown key 'nme': did you"
            + " mean 'name'? known keys here: name, match, expect, for, severity, labels, except",
        "{match: {comm: a}, expect: {cgroup: /}}               | 2:5: an expectation needs the keys"
            + " name, match and expect; name is missing",
        "{name: a, match: {comm: a}}                           | 2:5: an expectation needs the keys"
            + " name, match and expect; expect is missing",
        "nginx                                                 | 2:5: expected an expectation such"
            + " as {name: nginx, match: {comm: nginx}, expect: {cgroup:"
            + " /system.slice/nginx.service/**}}, found 'nginx'",
        "{name: a b, match: {comm: a}, expect: {cgroup: /}}    | 2:12: expected a name of at most"
            + " 100 letters, digits and any of _.:@-, found 'a b'",
        "{name: stays_in_unit, match: {comm: a}, expect: {cgroup: /}} | 2:12: a built-in"
            + " expectation has the name 'stays_in_unit'; choose another",
        // Matchers
        "{name: a, match: {}, expect: {cgroup: /}}             | 2:22: an empty matcher would match"
            + " every process; say what it matches, or write {cgroup: /**} if that is meant",
        "{name: a, match: {com: a}, expect: {cgroup: /}}       | 2:23: unknown key 'com': did you"
            + " mean 'comm'? known keys here: comm, exe, cmdline, user, unit, cgroup, container,"
            + " cgroup_namespace",
        "{name: a, match: {user: nobdy}, expect: {cgroup: /}}  | 2:29: unknown user 'nobdy'; write"
            + " a name that this system knows, or a user ID",
        "{name: a, match: {cgroup: a/**}, expect: {cgroup: /}} | 2:31: a path pattern begins with"
            + " '/'; for any place in the tree write '/**/NAME'",
        "{name: a, match: {comm: a}, except: {comm: b}, expect: {cgroup: /}} | 2:41: expected a"
            + " list of matchers such as [{comm: nginx}], found a mapping",
        // What is expected
        "{name: a, match: {comm: a}, expect: {}}               | 2:41: nothing is expected; write"
            + " cgroup, cgroup_namespace, mount_root or limits",
        "{name: a, match: {comm: a}, expect: /a}               | 2:41: expected a mapping with"
            + " cgroup, cgroup_namespace, mount_root or limits, found '/a'",
        "{name: a, match: {comm: a}, expect: {cgroup: /a**}}   | 2:50: '**' must be a whole"
            + " segment, as in '/a/**'; write '*' here",
        "{name: a, match: {comm: a}, expect: {cgroup: first_seen}} | 2:50: expected a path pattern"
            + " such as /system.slice/**, {regex: EXPRESSION}, {unit: NAME}, first-seen, parent, or"
            + " a list of these, found 'first_seen'",
        "{name: a, match: {comm: a}, expect: {cgroup: []}}     | 2:50: an empty list allows no"
            + " cgroup; expected a path pattern such as /system.slice/**, {regex: EXPRESSION},"
            + " {unit: NAME}, first-seen, parent, or a list of these",
        "{name: a, match: {comm: a}, expect: {cgroup: {regex: '(a'}}} | 2:58: bad regular"
            + " expression: missing closing ): (a",
        // What other engines do by backtracking is refused, not run.
        "{name: a, match: {comm: a}, expect: {cgroup: {regex: '/(a)\\1'}}} | 2:58: bad regular"
            + " expression: invalid escape sequence: \\1 (RE2 has no lookaround and no backreferences)",
        "{name: a, match: {comm: a}, expect: {cgroup: {regex: '/(?=a)'}}} | 2:58: bad regular"
            + " expression: invalid or unsupported Perl syntax: (?= (RE2 has no lookaround and no"
            + " backreferences)",
        "{name: a, match: {comm: a}, expect: {cgroup_namespace: host}} | 2:60: expected initial,"
            + " private or parent, found 'host'",
        "{name: a, match: {comm: a}, expect: {limits: {memory.mx: 5}}} | 2:51: unknown key"
            + " 'memory.mx': did you mean 'memory.max'? known keys here: memory.max, memory.high,"
            + " memory.swap.max, cpu.max, pids.max, memory.low, memory.min, cpu.weight",
        "{name: a, match: {comm: a}, expect: {limits: {memory.max: 4GB}}} | 2:63: expected a size"
            + " such as 4GiB, or max, found '4GB'; write '4GiB'",
        "{name: a, match: {comm: a}, expect: {limits: {cpu.max: 2}}} | 2:60: expected a percentage"
            + " of one core such as 200%, or max, found '2'",
        "{name: a, match: {comm: a}, expect: {limits: {pids.max: '< 5'}}} | 2:61: expected a value,"
            + " <= or >= and a value, or unchanged, found '< 5'",
        "{name: a, match: {comm: a}, expect: {limits: {}}} | 2:50: expected limits such as"
            + " {memory.max: \"<= 4GiB\"}, found a mapping",
        "{name: a, match: {comm: a}, expect: {mount_root: /}}  | 2:54: expected inside, found '/'",
        "{name: a, match: {comm: a}, expect: {hierarchy: memory}} | 2:41: hierarchy says which"
            + " cgroup is meant; write cgroup beside it",
        "{name: a, match: {comm: a}, expect: {cgroup: /, hierarchy: 4;5}} | 2:64: expected unified,"
            + " a controller such as memory, or name=NAME such as name=systemd, found '4;5'",
        // Patience, severity, labels
        "{name: a, match: {comm: a}, expect: {cgroup: /}, for: -1s} | 2:59: expected a duration"
            + " from 0s to 24h, found '-1s'",
        "{name: a, match: {comm: a}, expect: {cgroup: /}, for: 30} | 2:59: expected a duration such"
            + " as 5s, found '30'; add a unit: ms, s, m or h",
        "{name: a, match: {comm: a}, expect: {cgroup: /}, severity: very bad} | 2:64: expected a"
            + " word such as warning or critical, found 'very bad'",
        "{name: a, match: {comm: a}, expect: {cgroup: /}, labels: {pid: x}} | 2:63: violations have"
            + " a label 'pid' already; choose another name",
        "{name: a, match: {comm: a}, expect: {cgroup: /}, labels: {a-b: x}} | 2:63: expected the"
            + " name of a label (letters, digits and '_'), found 'a-b'",
        "{name: a, match: {comm: a}, expect: {cgroup: /}, labels: {team: }} | 2:68: expected a text"
            + " of at most 500 characters, found nothing",
        "{name: a, match: {comm: a}, expect: {cgroup: /}, labels: web} | 2:62: expected labels such"
            + " as {team: web}, found 'web'",
      })
  void saysWhatIsWrongAndWhere(String rule, String problem) {
    assertThat(problems("expectations:\n  - " + rule + "\n")).contains("c.yml:" + problem);
  }

  @Test
  void duplicateName() {
    assertThat(
            problems(
                """
                expectations:
                  - {name: a, match: {comm: a}, expect: {cgroup: /}}
                  - {name: a, match: {comm: b}, expect: {cgroup: /}}
                """))
        .containsExactly("c.yml:3:12: duplicate name 'a', first in line 2; choose another");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{stay_in_unit: false}         | 1:24: unknown key 'stay_in_unit': did you mean"
            + " 'stays_in_unit'? known keys here: inside_cgroup_namespace, fresh_cgroup_mount,"
            + " container_cgroup_namespace, stays_in_unit, not_in_root_cgroup",
        "{stays_in_unit: off}          | 1:39: expected true or false, found 'off'; write false",
        "{stays_in_unit: {for: -1s}}   | 1:45: expected a duration from 0s to 24h, found '-1s'",
        "{stays_in_unit: {match: {}}}  | 1:40: unknown key 'match'; known keys here: for, severity,"
            + " labels, except",
      })
  void wrongSwitches(String section, String problem) {
    assertThat(problems("builtin_expectations: " + section)).containsExactly("c.yml:" + problem);
  }

  /** Valid, but most likely not what was meant. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{comm: a}             | {cgroup: /, hierarchy: memori} | 4:34: this host has no hierarchy"
            + " 'memori' (did you mean 'memory'?), so the expectation cannot be judged here; it has:"
            + " unified, memory",
        "{cgroup: /sys/fs/cgroup/a} | {cgroup: /}               | 3:19: no cgroup has such a path: it"
            + " begins below the mount point, as in /proc/PID/cgroup; leave out /sys/fs/cgroup",
        "{comm: a}             | {cgroup: /sys/fs/cgroup/a/**}  | 4:20: no cgroup has such a path: it"
            + " begins below the mount point, as in /proc/PID/cgroup; leave out /sys/fs/cgroup",
        "{comm: a}             | {cgroup: /, hierarchy: cpuset} | 4:34: this host has no hierarchy"
            + " 'cpuset', so the expectation cannot be judged here; it has: unified, memory",
        "{unit: nginx}         | {cgroup: /}                    | 3:10: this can never match: names"
            + " of units with processes end in .service, .scope, .socket, .swap; write"
            + " 'nginx.service', or 'nginx.*' for any",
        "{unit: srv.mount}     | {cgroup: /}                    | 3:10: this can never match: a"
            + " process is told to be of a unit only in .service, .scope, .socket, .swap; write"
            + " {cgroup: '/**/srv.mount/**'}",
        "{comm: a}             | {cgroup: {unit: nginx}}        | 4:27: this can never be met: names"
            + " of units with processes end in .service, .scope, .socket, .swap; write"
            + " 'nginx.service', or 'nginx.*' for any",
        "{cgroup: /system.slice/a.service, unit: b.service} | {cgroup: /} | 3:10: this can never"
            + " match: the cgroup /system.slice/a.service is not of unit b.service",
        "{comm: a-very-long-command-name} | {cgroup: /}         | 3:17: the kernel cuts the command"
            + " name of a process after 15 bytes; write 'a-very-long-com'",
      })
  void warnsOfWhatCannotBe(String match, String expect, String warning) {
    ConfigurationResult result =
        loader.parse(
            "c.yml",
            "expectations:\n- name: rule\n  match: %s\n  expect: %s\n".formatted(match, expect));

    assertThat(result).isInstanceOf(ConfigurationResult.Valid.class);
    assertThat(
            ((ConfigurationResult.Valid) result)
                .warnings().stream().map(Problem::toString).collect(Collectors.joining("; ")))
        .isEqualTo("c.yml:" + warning);
  }

  @Test
  void severityThatIsNearlyAUsualOne() {
    ConfigurationResult result =
        loader.parse(
            "c.yml",
            "builtin_expectations: {stays_in_unit: {severity: ciritcal},"
                + " fresh_cgroup_mount: {severity: page}}");

    assertThat(((ConfigurationResult.Valid) result).warnings())
        .singleElement()
        .asString()
        .isEqualTo("c.yml:1:50: did you mean 'critical'?");
  }

  @Test
  void exceptThatLeavesOutEverything() {
    ConfigurationResult result =
        loader.parse(
            "c.yml",
            """
            expectations:
              - name: a
                match: {comm: nginx, user: www-data}
                except: [{comm: "ngin*"}]
                expect: {cgroup: /}
            """);

    assertThat(((ConfigurationResult.Valid) result).warnings())
        .singleElement()
        .asString()
        .isEqualTo("c.yml:3:12: this can never match: except leaves out all of it: comm=ngin*");
  }

  /** What has left the place is meant, and is not excepted any more. */
  @Test
  void exceptByPlaceLeavesOutOnlyWhoIsThere() {
    ConfigurationResult result =
        loader.parse(
            "c.yml",
            """
            expectations:
              - {name: a, match: {cgroup: /a/**}, except: [{cgroup: /a/**}], expect: {cgroup: /b}}
            """);

    assertThat(((ConfigurationResult.Valid) result).warnings()).isEmpty();
  }

  /** Linear where other engines take for ever: it is accepted, and answers at once. */
  @ParameterizedTest
  @ValueSource(strings = {"/(a+)+b", "/(a|a)*b", "/(.*)*(.*)*(.*)*b"})
  void expressionsThatBacktrackElsewhereAreHarmless(String regex) {
    Configuration configuration =
        TestHost.configuration(
            "expectations: [{name: a, match: {comm: a}, expect: {cgroup: {regex: '"
                + regex
                + "'}}}]");
    Requirement.InCgroup cgroup =
        (Requirement.InCgroup) configuration.expectations().getLast().requirements().getFirst();

    assertThat(
            ((Place.Matching) cgroup.anyOf().getFirst()).pattern().matches("/" + "a".repeat(4000)))
        .isFalse();
  }

  private List<String> problems(String yaml) {
    ConfigurationResult result = loader.parse("c.yml", yaml);
    assertThat(result).isInstanceOf(ConfigurationResult.Invalid.class);
    return ((ConfigurationResult.Invalid) result)
        .problems().stream().map(Problem::toString).toList();
  }

  private static TextPattern text(String pattern) {
    return good(TextPattern.parse(pattern));
  }

  private static TextPattern path(String pattern) {
    return good(TextPattern.parsePath(pattern));
  }

  private static <T> T good(Parsed<T> parsed) {
    if (parsed instanceof Parsed.Good<T>(T value)) {
      return value;
    }
    throw new AssertionError(parsed.toString());
  }
}
