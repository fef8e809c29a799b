package io.cgck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.expect.Assessment;
import io.cgck.expect.Assessor;
import io.cgck.expect.BuiltIn;
import io.cgck.expect.LimitJudgements;
import io.cgck.fixture.Sketch;
import io.cgck.lab.NotifySocket;
import io.cgck.systemd.ServiceManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ServiceReportTest {
  private static final long PID = ProcessHandle.current().pid();
  private static final String WATCHING =
      "STATUS=Watching 0 processes; no violations of expectations";
  private static final String BROKEN =
      "; the configuration file is broken (see the log), what it said before holds";

  @AutoClose private final NotifySocket socket = new NotifySocket("@cgck-report-" + PID);

  private final ServiceManager manager =
      ServiceManager.of(Map.of("NOTIFY_SOCKET", socket.address()), PID);
  private final ServiceReport report = new ServiceReport(manager);

  @Test
  void isReadyOnceWhenTheFirstScanEndsAfterTheServerAnswers() {
    report.serving();
    manager.status("so far");
    report.scanned(nothing(), LimitJudgements.NONE);
    report.scanned(nothing(), LimitJudgements.NONE);

    assertThat(toldInAll())
        .containsExactly("STATUS=so far", "WATCHDOG=1", WATCHING, "READY=1", "WATCHDOG=1");
  }

  @Test
  void isReadyOnceWhenTheServerAnswersAfterTheFirstScan() {
    report.scanned(nothing(), LimitJudgements.NONE);
    report.scanned(nothing(), LimitJudgements.NONE);
    manager.status("so far");
    report.serving();

    assertThat(toldInAll())
        .containsExactly("WATCHDOG=1", WATCHING, "WATCHDOG=1", "STATUS=so far", "READY=1");
  }

  @Test
  void aReloadEndsWithReadinessAndABrokenFileIsSaid() {
    report.serving();
    report.scanned(nothing(), LimitJudgements.NONE);
    report.reloading();
    report.reloaded(false);
    report.reloading();
    report.reloaded(true);

    assertThat(toldInAll())
        .filteredOn(message -> !message.startsWith("WATCHDOG"))
        .map(message -> message.replaceFirst("[|].*", ""))
        .containsExactly(
            WATCHING,
            "READY=1",
            "RELOADING=1",
            WATCHING + BROKEN,
            "READY=1",
            "RELOADING=1",
            WATCHING,
            "READY=1");
  }

  @Test
  void aFileThatIsBrokenBeforeTheFirstScanIsSaidInAWholeSentence() {
    report.reloading();
    report.reloaded(false);

    assertThat(toldInAll()).last().isEqualTo("STATUS=The first scan has not ended yet" + BROKEN);
  }

  private List<String> toldInAll() {
    report.stopping();
    List<String> told = socket.receivedUntil("STOPPING=1");
    return told.subList(0, told.size() - 1);
  }

  private static Assessment nothing() {
    return new Assessor(BuiltIn.defaults(), () -> 0).assess(Sketch.snapshot(Instant.EPOCH));
  }
}
