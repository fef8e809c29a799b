package io.cgck.expect;

import static io.cgck.fixture.Sketch.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.fixture.Sketch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a process breaks between two scans, told by events. */
class TripsTest {
  private static final Duration TRIP = Duration.ofMillis(50);
  private static final Sketch WORKER = process(7, "worker", "/home");

  private static Court at(String more) {
    return new Court(
            """
            expectations:
              - {name: home, match: {comm: worker}, expect: {cgroup: /home/**}%s}
            """
                .formatted(more))
        .scan(WORKER);
  }

  @Test
  void aShortTripIsAViolationThatHasEnded() {
    Court court =
        at("").later(TRIP).event(7, "/away").later(TRIP).event(7, "/home").later(TRIP).scan(WORKER);

    court.isQuiet().hasCounted("home", 1).counts("home", State.MET, 1);
    assertThat(court.judgements().turns())
        .extracting(Turn::kind)
        .containsExactly(Turn.Kind.BEGAN, Turn.Kind.RIGHTED);
    assertThat(court.judgements().turns().getFirst().violation().actual()).isEqualTo("/away");
    court.later(TRIP).scan(WORKER).hasCounted("home", 1);
    assertThat(court.judgements().turns()).isEmpty();
  }

  @Test
  void patienceIsMeasuredByTheEvents() {
    Court patient = at(", for: 60ms");
    patient.event(7, "/away").later(TRIP).event(7, "/home").later(TRIP).scan(WORKER);
    patient.hasCounted("home", 0).isQuiet();

    patient.event(7, "/away").later(TRIP).later(TRIP).event(7, "/home").later(TRIP).scan(WORKER);
    patient.hasCounted("home", 1).isQuiet();
  }

  @Test
  void eachTripCounts() {
    Court court = at("");
    for (int trip = 0; trip < 3; trip++) {
      court.event(7, "/away").later(TRIP).event(7, "/home").later(TRIP);
    }
    court.scan(WORKER).hasCounted("home", 3).isQuiet();
  }

  @Test
  void whoStaysAwayIsJudgedOnceAndSinceHeLeft() {
    Court court = at(", for: 1s");
    court.event(7, "/away").later(Duration.ofMillis(600)).scan(WORKER.in("/away"));
    court.isQuiet().counts("home", State.PENDING, 1);
    court.later(Duration.ofMillis(400)).scan(WORKER.in("/away")).hasCounted("home", 1);
  }

  @Test
  void aTripOfOneThatEndedIsCounted() {
    at("").event(7, "/away").later(TRIP).scan().hasCounted("home", 1);
  }

  @Test
  void whereItWasFirstSeenIsRemembered() {
    Court court =
        new Court(
            """
            expectations:
              - {name: first, match: {comm: worker}, expect: {cgroup: first-seen, hierarchy: unified}}
            """);
    court.scan(WORKER).event(7, "/away").later(TRIP).event(7, "/home").later(TRIP).scan(WORKER);
    court.hasCounted("first", 1).isQuiet();
  }

  @Test
  void aTripOutOfAServiceIsFoundWithoutConfiguration() {
    String service = "/system.slice/nginx.service";
    Sketch nginx = process(7, "nginx", service);
    Court court = Court.builtIn().scan(nginx, process(8, "sh", "/user.slice"));

    court.event(7, "/user.slice").later(TRIP).event(7, service).later(TRIP);
    court.scan(nginx, process(8, "sh", "/user.slice"));

    court.hasCounted("stays_in_unit", 1).isQuiet();
  }

  @Test
  void whatIsOrdinaryIsSoOnTheWay() {
    String sshd = "/system.slice/ssh.service";
    String session = "/user.slice/user-0.slice/session-4.scope";
    Court court = Court.builtIn().scan(process(7, "sshd", sshd));

    court.event(7, session).later(TRIP).event(7, session + "/x").later(TRIP);
    court.scan(process(7, "sshd", session + "/x"));

    court.isQuiet().hasCounted("stays_in_unit", 0);
    assertThat(court.judgements().turns()).isEqualTo(List.of());
  }
}
