package io.cgck.cli;

import io.cgck.config.DurationValue;
import io.cgck.match.Parsed;
import io.cgck.model.Move;
import io.cgck.model.Snapshot;
import io.cgck.procfs.ProcfsException;
import io.cgck.scan.Changes;
import io.cgck.scan.Moves;
import io.cgck.scan.Pace;
import io.cgck.scan.ScanListener;
import io.cgck.scan.ScanLoop;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cgck watch}. */
final class WatchCommand implements VerbCommand {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final CommandSpec spec;
  private final ProcfsFlag procfs = new ProcfsFlag();
  private final ProcessFilter filter = new ProcessFilter();
  private final Logging logging = new Logging();

  private final Flag<String> interval =
      Flag.withDefault(
          String.class,
          "1s",
          "DURATION",
          "Pause between scans, 100ms to 1h (${DEFAULT-VALUE}).",
          "--interval");

  private final Flag<Boolean> json =
      Flag.toggle("Print an object of JSON in a line for each move.", "--json");

  WatchCommand() {
    spec =
        CommandModel.of(
            this,
            "Prints the moves of living processes between cgroups as they happen, until it is stopped.",
            "A process that moves and returns between two scans is not noticed.");
    procfs.addTo(spec);
    filter.addTo(spec);
    logging.addTo(spec);
    interval.addTo(spec);
    json.addTo(spec);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    logging.setUp();
    ProcessFilter.Chosen chosen = filter.choose();
    ScanLoop.Settings settings = new ScanLoop.Settings(new Pace(interval(), 1), chosen.details());
    CompletableFuture<Integer> status = new CompletableFuture<>();
    try (ScanLoop loop = new ScanLoop(procfs.path(), settings, new Printer(chosen, status))) {
      loop.start();
      loop.awaitOpened();
      return status.get();
    } catch (ProcfsException e) {
      throw ProcfsFlag.failure(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("scanning failed", e.getCause());
    }
  }

  private Duration interval() throws CommandFailure {
    return switch (new DurationValue(SHORTEST, LONGEST).parse(interval.value())) {
      case Parsed.Good<Duration>(Duration good) -> good;
      case Parsed.Bad<Duration>(String why) ->
          throw CommandFailure.wrongUsage("--interval: " + why);
    };
  }

  /** Prints the moves that every scan brings. */
  private final class Printer implements ScanListener {
    private final ProcessFilter.Chosen chosen;
    private final CompletableFuture<Integer> status;
    private Optional<Snapshot> last = Optional.empty();

    Printer(ProcessFilter.Chosen chosen, CompletableFuture<Integer> status) {
      this.chosen = chosen;
      this.status = status;
    }

    @Override
    public void scanned(CompletedScan scan) {
      PrintWriter out = spec.commandLine().getOut();
      if (last.isEmpty()) {
        PrintWriter err = spec.commandLine().getErr();
        OneLook.advise(scan.snapshot(), err);
        err.println(
            "watching %d processes; a scan every %s"
                .formatted(scan.snapshot().processes().size(), interval.value()));
      }
      Changes changes = Changes.between(last, scan.snapshot());
      MoveRows.of(Moves.among(wanted(changes), scan.snapshot().takenAt()))
          .forEach(row -> print(row, out));
      last = Optional.of(scan.snapshot());
      if (out.checkError()) {
        // Whoever read it has gone, as head does.
        status.complete(0);
      }
    }

    /** The processes that the filter wants, as they are or as they were. */
    private Changes wanted(Changes changes) {
      return new Changes(
          List.of(),
          List.of(),
          changes.changed().stream()
              .filter(
                  change -> chosen.test().test(change.before()) || chosen.test().test(change.now()))
              .toList());
    }

    private void print(MoveRows.Row row, PrintWriter out) {
      if (json.value()) {
        MoveJson.write(row, out);
        return;
      }
      Move move = row.move();
      out.println(
          "%s  %d  %s  uid %s  %s  %s -> %s"
              .formatted(
                  move.time().truncatedTo(ChronoUnit.MILLIS),
                  move.process().pid(),
                  Printable.of(move.comm()),
                  row.uid().isEmpty() ? "?" : row.uid(),
                  Printable.of(row.hierarchyNames()),
                  Printable.of(move.from().value()),
                  Printable.of(move.to().value())));
    }

    @Override
    public void ended(Throwable defect) {
      status.completeExceptionally(defect);
    }
  }
}
