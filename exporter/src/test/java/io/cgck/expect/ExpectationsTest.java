package io.cgck.expect;

import static io.cgck.fixture.Sketch.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.fixture.Sketch;
import io.cgck.model.CgroupMount;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.MountView;
import io.cgck.model.ProcessDetails;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What expectations of a configuration say of processes, scan after scan. */
class ExpectationsTest {
  private static final String SERVICE = "/system.slice/nginx.service";
  private static final String SESSION = "/user.slice/user-1000.slice/session-2.scope";
  private static final Hierarchy MEMORY = new Hierarchy(4, "memory");
  private static final Sketch NGINX = process(310, "nginx", SERVICE);
  private static final Sketch BASH = process(400, "bash", SESSION);

  private static Court nginx(String more) {
    return rule("{comm: nginx}", "{cgroup: /system.slice/nginx.service/**}", more);
  }

  private static Court rule(String match, String expect, String more) {
    return new Court(yaml(match, expect, more));
  }

  private static String yaml(String match, String expect, String more) {
    return """
        builtin_expectations: {stays_in_unit: false}
        expectations:
          - name: rule
            match: %s
            expect: %s
        """
            .formatted(match, expect)
        + (more.isEmpty() ? "" : "    " + more + "\n");
  }

  @Test
  void whatIsInItsPlaceMeetsAndWhatIsNotViolates() {
    nginx("")
        .scan(NGINX, BASH)
        .counts("rule", State.MET, 1)
        .isQuiet()
        .scan(NGINX.in(SESSION), BASH)
        .counts("rule", State.MET, 0)
        .counts("rule", State.VIOLATED, 1)
        .finds("310 rule: " + SESSION + ", not /system.slice/nginx.service/**")
        .scan(NGINX.in(SERVICE + "/worker"), BASH)
        .isQuiet()
        .hasCounted("rule", 1);
  }

  @Test
  void patienceRunsBeforeItCounts() {
    nginx("for: 30s")
        .scan(NGINX.in("/"))
        .counts("rule", State.PENDING, 1)
        .hasCounted("rule", 0)
        .later(Duration.ofSeconds(29))
        .scan(NGINX.in("/"))
        .counts("rule", State.PENDING, 1)
        .later(Duration.ofSeconds(1))
        .scan(NGINX.in("/"))
        .counts("rule", State.VIOLATED, 1)
        .hasCounted("rule", 1)
        .later(Duration.ofHours(1))
        .scan(NGINX.in("/"))
        .hasCounted("rule", 1);
  }

  @Test
  void patienceBeginsAnewAfterAReturn() {
    nginx("for: 30s")
        .scan(NGINX.in("/"))
        .later(Duration.ofSeconds(20))
        .scan(NGINX)
        .counts("rule", State.MET, 1)
        .scan(NGINX.in("/"))
        .later(Duration.ofSeconds(20))
        .scan(NGINX.in("/"))
        .counts("rule", State.PENDING, 1);
  }

  /** A move from one wrong place to another is the same violation. */
  @Test
  void movesBetweenWrongPlacesCountOnce() {
    nginx("")
        .scan(NGINX.in("/"))
        .scan(NGINX.in("/other"))
        .finds("310 rule: /other, not /system.slice/nginx.service/**")
        .hasCounted("rule", 1);
  }

  @Test
  void theEndOfAProcessEndsItsViolation() {
    Court court = nginx("").scan(NGINX.in("/")).scan(BASH).isQuiet();

    assertThat(court.judgements().turns())
        .singleElement()
        .satisfies(
            turn -> {
              assertThat(turn.kind()).isEqualTo(Turn.Kind.PROCESS_ENDED);
              assertThat(turn.process().pid()).isEqualTo(310);
            });
    court.counts("rule", State.VIOLATED, 0).hasCounted("rule", 1);
  }

  @Test
  void aZombieIsNotJudged() {
    nginx("")
        .scan(NGINX.in("/"))
        .counts("rule", State.VIOLATED, 1)
        .scan(NGINX.in("/").asZombie())
        .isQuiet()
        .counts("rule", State.VIOLATED, 0)
        .counts("rule", State.UNKNOWN, 0);
  }

  @Test
  void kernelThreadsAreNeverMeant() {
    rule("{cgroup: /}", "{cgroup: /a}", "")
        .scan(process(2, "kthreadd", "/").asKernelThread())
        .counts("rule", State.VIOLATED, 0);
  }

  @Test
  void aPidUsedAgainIsAnotherProcess() {
    Court court =
        rule("{comm: nginx}", "{cgroup: first-seen}", "")
            .scan(NGINX)
            .scan(NGINX.in("/elsewhere").started(9999))
            .isQuiet();
    assertThat(court.assessment().moves()).isEmpty();
    court.hasCounted("rule", 0).counts("rule", State.MET, 1);
  }

  /** The whole point: whoever left is the one that was meant. */
  @Test
  void aProcessThatLeftThePlaceThatTheMatcherNamesIsStillMeant() {
    rule("{unit: nginx.service}", "{cgroup: /system.slice/nginx.service/**}", "")
        .scan(NGINX, BASH)
        .counts("rule", State.MET, 1)
        .scan(NGINX.in("/"), BASH)
        .finds("310 rule: /, not /system.slice/nginx.service/**");
    rule("{cgroup_namespace: private}", "{cgroup_namespace: private}", "")
        .scan(NGINX.namespace(7, "/"))
        .counts("rule", State.MET, 1)
        .scan(NGINX)
        .finds("310 rule: cgroup:[4026531835], not private cgroup namespace");
  }

  @Test
  void afterAnExecWhatItIsIsMatchedAgain() {
    Sketch shell = process(310, "sh", "/").executed(1000);
    nginx("")
        .scan(shell)
        .counts("rule", State.VIOLATED, 0)
        .scan(shell.comm("nginx").executed(2000))
        .counts("rule", State.VIOLATED, 1)
        .scan(shell.comm("sh").executed(3000))
        .isQuiet();
  }

  @Test
  void exeCmdlineAndUserAreMatchedAgainToo() {
    Sketch python = process(310, "python3", "/").details(details(0, "/usr/bin/python3", "a.py"));
    rule("{exe: /usr/bin/python3, cmdline: '*.py', user: www-data}", "{cgroup: /a/**}", "")
        .scan(python)
        .isQuiet()
        .scan(python.details(details(33, "/usr/bin/python3", "b.py")))
        .counts("rule", State.VIOLATED, 1)
        .scan(python.details(details(33, "/usr/bin/python3", "b.pl")))
        .isQuiet();
  }

  private static ProcessDetails details(int uid, String exe, String cmdline) {
    return new ProcessDetails(OptionalInt.of(uid), Optional.of(exe), Optional.of(cmdline));
  }

  @Test
  void firstSeenIsWhereItRanItsPresentProgramFirst() {
    Sketch starting = process(310, "(nginx)", "/init.scope").executed(1000);
    rule("{comm: '*nginx*'}", "{cgroup: first-seen}", "")
        .scan(starting)
        .scan(starting.comm("nginx").in(SERVICE).executed(2000))
        .isQuiet()
        .scan(starting.comm("nginx").in(SERVICE + "/below").executed(2000))
        .isQuiet()
        .scan(starting.comm("nginx").in("/elsewhere").executed(2000))
        .finds("310 rule: /elsewhere, not " + SERVICE);
  }

  /** A job that was astray when cgck began, and one that a starter moves in as it runs. */
  @Test
  void firstSeenIsWhereTheRuleFirstMeantIt() {
    rule("{cgroup: /jobs/**}", "{cgroup: first-seen}", "")
        .scan(NGINX.in("/astray"))
        .counts("rule", State.MET, 0)
        .scan(NGINX.in("/jobs/7"))
        .counts("rule", State.MET, 1)
        .scan(NGINX.in("/astray"))
        .finds("310 rule: /astray, not /jobs/7");
  }

  @Test
  void anotherPatienceAloneIsNoOtherRule() {
    nginx("for: 20s")
        .scan(NGINX.in("/"))
        .later(Duration.ofSeconds(60))
        .scan(NGINX.in("/"))
        .hasCounted("rule", 1)
        .reload(yaml("{comm: nginx}", "{cgroup: /system.slice/nginx.service/**}", "for: 1h"))
        .scan(NGINX.in("/"))
        .counts("rule", State.VIOLATED, 1)
        .hasCounted("rule", 1);
  }

  @Test
  void parentsCgroup() {
    Sketch parent = process(300, "master", "/a");
    Sketch child = process(310, "nginx", "/a/b").childOf(300);
    rule("{comm: nginx}", "{cgroup: parent, cgroup_namespace: parent}", "")
        .scan(parent, child)
        .counts("rule", State.MET, 1)
        .scan(parent, child.in("/x"))
        .finds("310 rule: /x, not /a")
        // The parent follows.
        .scan(parent.in("/x"), child.in("/x"))
        .isQuiet()
        // It goes ahead again, and dies: the child is an orphan that PID 1 adopted.
        .scan(parent.in("/y"), child.in("/x"))
        .finds("310 rule: /x, not /y")
        .scan(child.in("/x").childOf(1))
        .finds("310 rule: /x, not /y")
        .scan(child.in("/y").childOf(1))
        .isQuiet();
  }

  @Test
  void whatAUsersSystemdStartsHasNoParentThatCounts() {
    rule("{comm: nginx}", "{cgroup: parent}", "")
        .scan(process(300, "systemd", "/user/init.scope"), NGINX.in("/user/app").childOf(300))
        .isQuiet()
        .counts("rule", State.MET, 0);
  }

  @Test
  void childrenOfInitHaveNoParentThatCounts() {
    rule("{comm: nginx}", "{cgroup: parent}", "")
        .scan(process(1, "systemd", "/init.scope"), NGINX)
        .isQuiet()
        .counts("rule", State.MET, 0)
        .counts("rule", State.UNKNOWN, 0);
  }

  @Test
  void unitsAndListsOfPlaces() {
    rule("{comm: nginx}", "{cgroup: [{unit: 'nginx*.service'}, /jobs/*, {regex: '/x[0-9]+'}]}", "")
        .scan(NGINX)
        .isQuiet()
        .scan(NGINX.in("/jobs/7"))
        .isQuiet()
        .scan(NGINX.in("/x12"))
        .isQuiet()
        .scan(NGINX.in("/jobs/7/8"))
        .finds("310 rule: /jobs/7/8, not unit nginx*.service or /jobs/* or regex:/x[0-9]+");
  }

  @Test
  void anotherHierarchyThanTheDefaultOne() {
    rule("{comm: nginx}", "{cgroup: /limited, hierarchy: memory}", "")
        .scan(NGINX.alsoIn(MEMORY, "/limited"))
        .isQuiet()
        .counts("rule", State.MET, 1)
        .scan(NGINX.alsoIn(MEMORY, "/"))
        .finds("310 rule: / (memory), not /limited (memory)")
        .scan(NGINX.alsoIn(MEMORY, "/limited"))
        .isQuiet();
    // A host without that hierarchy: it cannot be told.
    rule("{comm: nginx}", "{cgroup: /limited, hierarchy: memory}", "")
        .scan(NGINX)
        .isQuiet()
        .counts("rule", State.UNKNOWN, 1);
    rule("{comm: nginx}", "{cgroup: first-seen, hierarchy: memory}", "")
        .scan(NGINX.alsoIn(MEMORY, "/limited"))
        .counts("rule", State.MET, 1)
        .scan(NGINX.in("/x").alsoIn(MEMORY, "/other"))
        .finds("310 rule: /other (memory), not /limited (memory)");
  }

  @Test
  void mountRootInside() {
    MountView hosts =
        new MountView.Reached(
            new CgroupMount(
                Hierarchy.UNIFIED, CgroupPath.ROOT, "/sys/fs/cgroup", "", false, false));
    rule("{comm: nginx}", "{mount_root: inside}", "")
        .scan(NGINX.namespace(7, "/").mount(hosts, "/../.."))
        .finds("310 rule: mount root /, not a cgroup mount with its root in its cgroup namespace")
        .scan(NGINX.namespace(7, "/").mount(hosts, "/"))
        .counts("rule", State.MET, 1)
        .scan(NGINX.namespace(7, "/"))
        .counts("rule", State.MET, 0)
        .isQuiet();
  }

  @Test
  void whatCannotBeReadNeitherEndsAViolationNorBeginsIt() {
    nginx("for: 30s")
        .scan(NGINX.inUnread())
        .counts("rule", State.UNKNOWN, 1)
        .scan(NGINX.in("/"))
        .later(Duration.ofSeconds(20))
        .scan(NGINX.inUnread())
        .counts("rule", State.UNKNOWN, 1)
        .later(Duration.ofSeconds(20))
        .scan(NGINX.in("/"))
        .hasCounted("rule", 1)
        .scan(NGINX.inUnread())
        .counts("rule", State.VIOLATED, 1)
        .finds("310 rule: /, not /system.slice/nginx.service/**")
        .scan(NGINX.in("/"))
        .hasCounted("rule", 1)
        .scan(NGINX)
        .isQuiet();
  }

  @Test
  void aScanInWhichNothingCouldBeReadForgetsNothing() {
    Court court = Court.builtIn().scan(NGINX).scan(NGINX.in("/x"));
    court.finds("310 stays_in_unit: /x, not /system.slice/nginx.service/**");
    court.scanWithoutHierarchy(NGINX.inUnread());
    court.scan(NGINX.in("/x")).finds("310 stays_in_unit: /x, not /system.slice/nginx.service/**");
    court.hasCounted("stays_in_unit", 1);
  }

  @Test
  void whereAProcessIsExceptedIsNotWhereItWasFirst() {
    Court court =
        rule("{comm: nginx}", "{cgroup: first-seen}", "except: [{cgroup: /staging/**}]")
            .scan(NGINX.in("/staging/x"))
            .scan(NGINX.in("/jobs/1"))
            .isQuiet();
    court
        .scan(NGINX.inUnread())
        .isQuiet()
        .scan(NGINX.in("/jobs/2"))
        .finds("310 rule: /jobs/2, not /jobs/1");
  }

  @Test
  void anExceptionByPlaceCannotBeToldWhileThePlaceIsUnread() {
    rule("{comm: nginx}", "{cgroup_namespace: private}", "except: [{cgroup: /x/**}]")
        .scan(NGINX.in("/x"))
        .isQuiet()
        .scan(NGINX.inUnread())
        .isQuiet()
        .counts("rule", State.UNKNOWN, 1);
  }

  /** Paths of one hierarchy and of another say nothing of each other. */
  @Test
  void anotherDefaultHierarchyIsNoMove() {
    Hierarchy systemd = new Hierarchy(9, "name=systemd");
    Court court =
        new Court(
            """
            expectations:
              - {name: stays, match: {comm: nginx}, expect: {cgroup: first-seen}}
              - {name: jobs, match: {cgroup: /system.slice/**}, expect: {cgroup: /system.slice/**}}
            """);
    Sketch inBoth = NGINX.in("/").alsoIn(systemd, SERVICE);
    court.scanWithDefault(systemd, inBoth.seenIn(SERVICE)).isQuiet();
    court.scanWithDefault(Hierarchy.UNIFIED, inBoth).isQuiet();
    assertThat(court.assessment().moves()).isEmpty();
    court.scanWithDefault(Hierarchy.UNIFIED, inBoth.in("/elsewhere").alsoIn(systemd, SERVICE));
    court.isQuiet().counts("stays", State.MET, 1);
  }

  @Test
  void anotherProgramIsNotMeantForWhereTheOneBeforeWas() {
    Sketch init = process(310, "runc:[2:INIT]", "/system.slice/docker.service").executed(1000);
    rule("{unit: docker.service}", "{cgroup: {unit: docker.service}}", "")
        .scan(init)
        .counts("rule", State.MET, 1)
        .scan(init.comm("nginx").in("/docker/x").executed(2000))
        .isQuiet()
        .counts("rule", State.MET, 0);
  }

  @Test
  void noExecGetsOutOfAViolation() {
    Sketch daemon = process(310, "dockerd", "/system.slice/docker.service").executed(1000);
    rule("{unit: docker.service}", "{cgroup: {unit: docker.service}}", "")
        .scan(daemon)
        .scan(daemon.in("/x"))
        .counts("rule", State.VIOLATED, 1)
        .scan(daemon.in("/x").executed(2000))
        .counts("rule", State.VIOLATED, 1)
        .hasCounted("rule", 1);
  }

  @Test
  void aRuleThatIsSwitchedOffEndsItsViolations() {
    Court court = nginx("").scan(NGINX.in("/")).reload("").scan(NGINX.in("/"));

    assertThat(court.judgements().turns())
        .singleElement()
        .satisfies(turn -> assertThat(turn.kind()).isEqualTo(Turn.Kind.WITHDRAWN));
    assertThat(court.scan(NGINX.in("/")).judgements().turns()).isEmpty();
  }

  @Test
  void exceptLeavesOut() {
    nginx("except: [{cgroup: /maintenance/**}, {comm: other}]")
        .scan(NGINX.in("/maintenance/x"))
        .isQuiet()
        .counts("rule", State.MET, 0)
        .scan(NGINX.in("/"))
        .counts("rule", State.VIOLATED, 1)
        .scan(NGINX.in("/maintenance"))
        .isQuiet();
  }

  @Test
  void whatIsLeftOutIsCountedNeitherThenNorWhenItEnds() {
    nginx("except: [{cgroup: /maintenance/**}]")
        .scan(NGINX.in("/"))
        .scan(NGINX.in("/maintenance/x"))
        .scan()
        .counts("rule", State.MET, 0)
        .counts("rule", State.VIOLATED, 0);
  }

  @Test
  void aReloadKeepsWhatIsKnownOfRulesThatJudgeAsBefore() {
    String match = "{unit: nginx.service}";
    String expect = "{cgroup: [/system.slice/nginx.service/**, /jobs]}";
    Court court =
        rule(match, expect, "")
            .scan(NGINX)
            .scan(NGINX.in("/"))
            .hasCounted("rule", 1)
            .reload(yaml(match, expect, "severity: critical"))
            .scan(NGINX.in("/"))
            .hasCounted("rule", 1)
            .counts("rule", State.VIOLATED, 1);
    assertThat(court.judgements().turns()).isEmpty();
    assertThat(court.judgements().of(NGINX.build().id()))
        .filteredOn(Standing::isViolated)
        .singleElement()
        .satisfies(standing -> assertThat(standing.expectation().severity()).isEqualTo("critical"));

    court
        .reload(yaml("{comm: bash}", expect, ""))
        .scan(NGINX.in("/"), BASH)
        .finds("400 rule: " + SESSION + ", not /system.slice/nginx.service/** or /jobs")
        .hasCounted("rule", 2);
  }
}
