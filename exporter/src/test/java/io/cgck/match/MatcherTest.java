package io.cgck.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cgck.attribute.Attribution;
import io.cgck.model.CgroupPath;
import io.cgck.model.Detail;
import io.cgck.model.MountView;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.Namespaces;
import io.cgck.model.Placement;
import io.cgck.model.ProcessDetails;
import io.cgck.model.ProcessId;
import io.cgck.model.ProcessInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MatcherTest {
  private static final String ID =
      "af5fa10521aceec9011abfa5f4a58dd69f502d0ceac8b07d85d20b110e993fd2";
  private static final Attribution NGINX =
      new Attribution("nginx.service", "own.service", "system.slice", "docker", ID, "", "");

  private static final CriterionParser PARSER =
      new CriterionParser(
          name -> name.equals("www-data") ? OptionalInt.of(33) : OptionalInt.empty());

  private static final ProcessInfo READ =
      process(
          "nginx",
          Optional.of(new CgroupPath("/system.slice/nginx.service/workers")),
          new Namespaces(
              Map.of(NamespaceKind.CGROUP, new NamespaceId(NamespaceKind.CGROUP, 4026532500L))),
          new ProcessDetails(
              OptionalInt.of(33),
              Optional.of("/usr/sbin/nginx"),
              Optional.of("nginx: worker process")));

  private static final ProcessInfo UNREAD =
      process("nginx", Optional.empty(), Namespaces.UNREAD, ProcessDetails.UNREAD);

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource({
    "comm, nginx, true",
    "comm, ngin, false",
    "comm, regex:n.*, true",
    "exe, /usr/*/nginx, true",
    "exe, /usr/*, false",
    "exe, /usr/**, true",
    "cmdline, 'nginx: *', true",
    "cmdline, nginx, false",
    "user, www-data, true",
    "user, 33, true",
    "user, 0, false",
    "unit, nginx.service, true",
    "unit, own.service, false",
    "unit, *, true",
    "cgroup, /system.slice/nginx.service/**, true",
    "cgroup, /system.slice/nginx.service, false",
    "cgroup, regex:/system.*, true",
    "container, af5fa10521ac, true",
    "container, af5fa10521a, false",
    "container, af5fa10521ad, false",
    "container, af5fa*, true",
    "container, " + ID + ", true",
    "cgroup_namespace, private, true",
    "cgroup_namespace, initial, false",
    "cgroup_namespace, 4026532500, true",
    "cgroup_namespace, 4026532501, false"
  })
  void criterion(String name, String text, boolean matches) {
    assertThat(matcher(name, text).matches(READ, NGINX)).isEqualTo(matches);
  }

  static Stream<String> namesOfWhatMayBeUnread() {
    return CriterionParser.NAMES.stream().filter(name -> !name.equals("comm"));
  }

  @ParameterizedTest
  @MethodSource("namesOfWhatMayBeUnread")
  void whatCouldNotBeReadDoesNotMatch(String name) {
    String text =
        switch (name) {
          case "cmdline", "unit", "container" -> "*";
          case "exe", "cgroup" -> "regex:.*";
          case "user" -> "0";
          default -> "private";
        };
    assertThat(matcher(name, text).matches(UNREAD, Attribution.NONE)).isFalse();
  }

  @Test
  void initialNamespace() {
    ProcessInfo process =
        process(
            "init",
            Optional.empty(),
            new Namespaces(
                Map.of(NamespaceKind.CGROUP, new NamespaceId(NamespaceKind.CGROUP, 4026531835L))),
            ProcessDetails.UNREAD);
    assertThat(matcher("cgroup_namespace", "initial").matches(process, NGINX)).isTrue();
    assertThat(matcher("cgroup_namespace", "private").matches(process, NGINX)).isFalse();
  }

  @Test
  void namesOfContainersAreNotMatchedByTheirBeginning() {
    Attribution ten = new Attribution("", "", "", "lxc", "web-frontend-10", "", "");
    assertThat(matcher("container", "web-frontend-1").matches(READ, ten)).isFalse();
    assertThat(matcher("container", "web-frontend-10").matches(READ, ten)).isTrue();
    assertThat(matcher("container", "web-*").matches(READ, ten)).isTrue();
  }

  @Test
  void allCriteriaMustHold() {
    Criterion nginx = criterion("comm", "nginx");
    assertThat(new Matcher(List.of(nginx, criterion("user", "33"))).matches(READ, NGINX)).isTrue();
    assertThat(new Matcher(List.of(nginx, criterion("user", "34"))).matches(READ, NGINX)).isFalse();
  }

  @Test
  void needsOnlyWhatItsCriteriaAskFor() {
    assertThat(
            new Matcher(
                    List.of(
                        criterion("comm", "a"),
                        criterion("unit", "a"),
                        criterion("cgroup", "/a"),
                        criterion("container", "a"),
                        criterion("cgroup_namespace", "private")))
                .needs())
        .isEmpty();
    assertThat(
            new Matcher(
                    List.of(
                        criterion("user", "0"), criterion("exe", "/a"), criterion("cmdline", "a")))
                .needs())
        .containsExactlyInAnyOrder(Detail.USER, Detail.EXE, Detail.CMDLINE);
  }

  @Test
  void uidsAreUnsigned() {
    assertThat(criterion("user", "4294967294")).isEqualTo(new Criterion.User(-2));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "user | nobdy | unknown user 'nobdy'; write a name that this system knows, or a user ID",
        "user | -1 | unknown user '-1'; write a name that this system knows, or a user ID",
        "user | 4294967295 | no user ID is above 4294967294, found 4294967295",
        "cgroup_namespace | host | expected initial, private or the inode number of a namespace, found 'host'",
        "cgroup_namespace | 0 | expected initial, private or the inode number of a namespace, found '0'",
        "color | red | unknown criterion 'color'"
      })
  void bad(String name, String text, String why) {
    assertThat(PARSER.parse(name, text)).isEqualTo(new Parsed.Bad<>(why));
  }

  @Test
  void everyNameIsParsed() {
    assertThat(CriterionParser.NAMES)
        .allSatisfy(
            name ->
                assertThat(PARSER.parse(name, "?"))
                    .isNotEqualTo(new Parsed.Bad<>("unknown criterion '" + name + "'")));
  }

  @Test
  void aMatcherOfNothingIsRefused() {
    assertThatThrownBy(() -> new Matcher(List.of())).hasMessage("matcher has no criteria");
  }

  private static Matcher matcher(String name, String text) {
    return new Matcher(List.of(criterion(name, text)));
  }

  private static Criterion criterion(String name, String text) {
    return switch (PARSER.parse(name, text)) {
      case Parsed.Good<Criterion>(Criterion criterion) -> criterion;
      case Parsed.Bad<Criterion>(String why) -> throw new AssertionError(why);
    };
  }

  private static ProcessInfo process(
      String comm, Optional<CgroupPath> cgroup, Namespaces namespaces, ProcessDetails details) {
    Placement placement =
        new Placement(
            cgroup, false, Optional.empty(), new MountView.Unread(), Optional.empty(), true);
    return new ProcessInfo(
        new ProcessId(7, 1),
        7,
        comm,
        1,
        false,
        0,
        false,
        OptionalDouble.empty(),
        List.of(),
        namespaces,
        Optional.of("/"),
        placement,
        details,
        false);
  }
}
