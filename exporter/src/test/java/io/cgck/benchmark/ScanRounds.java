package io.cgck.benchmark;

import io.cgck.lab.CgckDaemon;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.ProcessExporter;
import io.cgck.procfs.ProcfsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Everybody who looks, in turns: whatever the machine does meanwhile, it does to all of them. Only
 * whose turn it is runs.
 */
final class ScanRounds implements AutoCloseable {
  /** The daemon's scans so far; its code is compiled and its caches are full by then. */
  private static final int WARM_UP_SCANS = 15;

  private final Sleepers sleepers;
  private final Duration time;
  private final ScanningDaemon scanning;
  private final List<AutoCloseable> others = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private final LookFigures figures = new LookFigures();

  private interface Turn {
    void take(LookFigures figures);
  }

  private ScanRounds(Sleepers sleepers, Duration time) {
    this.sleepers = sleepers;
    this.time = time;
    this.scanning = ScanningDaemon.start(2 * sleepers.count() + 5000);
  }

  /**
   * Starts all of them.
   *
   * @param time of each turn of those who do not say when a single look begins and ends
   */
  static ScanRounds start(CgroupLab lab, Sleepers sleepers, Duration time) throws ProcfsException {
    ScanRounds rounds = new ScanRounds(sleepers, time);
    try {
      rounds.startOthers(lab);
      return rounds;
    } catch (RuntimeException | Error | ProcfsException e) {
      rounds.close();
      throw e;
    }
  }

  private void startOthers(CgroupLab lab) throws ProcfsException {
    turns.add(
        into -> {
          List<Look> looks = scanning.steady(time);
          into.add(ScanSubject.STEADY.title(), looks.getFirst());
          into.add(ScanSubject.PROCESS.title(), looks.getLast());
        });
    turns.add(into -> into.add(ScanSubject.MOVING.title(), scanning.moving(time, sleepers)));

    CgckDaemon scraped = ScanningDaemon.launch("1h", "100%", 2 * sleepers.count() + 5000);
    others.add(scraped);
    Scraper cgck = scraper(scraped.port(), scraped.pid());
    scrapes(ScanSubject.GZIP, cgck, Scraper.TEXT, true);
    scrapes(ScanSubject.GZIP_OPEN_METRICS, cgck, Scraper.OPEN_METRICS, true);
    scrapes(ScanSubject.PLAIN, cgck, Scraper.TEXT, false);
    scrapes(ScanSubject.PLAIN_OPEN_METRICS, cgck, Scraper.OPEN_METRICS, false);

    looks(ScanSubject.LEAST, NativeLook.measure(lab, "least"));
    looks(ScanSubject.NAIVE, NativeLook.measure(lab, "naive"));

    ProcessExporter perProcess = ProcessExporter.start("{{.Comm}}:{{.PID}}");
    others.add(perProcess);
    scrapes(
        ScanSubject.PER_PROCESS, scraper(perProcess.port(), perProcess.pid()), Scraper.TEXT, true);
    ProcessExporter byName = ProcessExporter.start("{{.Comm}}");
    others.add(byName);
    scrapes(ScanSubject.BY_NAME, scraper(byName.port(), byName.pid()), Scraper.TEXT, true);

    looks(ScanSubject.PS, NativeLook.command(lab, "ps", "-eo", "pid,comm,cgroup,cgroupns"));
    looks(ScanSubject.LSNS, NativeLook.command(lab, "lsns"));
    OwnScan own = OwnScan.open();
    others.add(own);
    turns.add(into -> into.add(ScanSubject.OWN.title(), own.look()));
  }

  private Scraper scraper(int port, long pid) {
    Scraper scraper = new Scraper(port, pid);
    others.add(scraper);
    return scraper;
  }

  private void scrapes(ScanSubject who, Scraper scraper, String format, boolean gzip) {
    // A part of the time will do: these are told by the kernel, in ticks, over many scrapes.
    turns.add(into -> into.add(who.title(), scraper.look(format, gzip, time.dividedBy(3))));
  }

  private void looks(ScanSubject who, NativeLook look) {
    turns.add(into -> into.add(who.title(), look.look()));
  }

  /** All of them some times, each round beginning with another one. */
  LookFigures run(int rounds) {
    LookFigures warmUp = new LookFigures();
    scanning.scan(WARM_UP_SCANS);
    for (Turn turn : turns) {
      turn.take(warmUp);
    }
    List<Turn> order = new ArrayList<>(turns);
    for (int round = 0; round < rounds; round++) {
      System.err.printf("round %d of %d%n", round + 1, rounds);
      for (Turn turn : order) {
        turn.take(figures);
      }
      Collections.rotate(order, -1);
    }
    return figures;
  }

  /** After the rounds. */
  ScanningDaemon.Crowd crowd() {
    return scanning.crowd();
  }

  @Override
  public void close() {
    for (AutoCloseable each : others.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    scanning.close();
  }
}
