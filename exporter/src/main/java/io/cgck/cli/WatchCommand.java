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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cgck watch}. */
@Command(
    name = "watch",
    description = {
      "Prints the moves of living processes between cgroups as they happen, until it is stopped.",
      "A process that moves and returns between two scans is not noticed."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class WatchCommand implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ProcfsFlag procfs = new ProcfsFlag();
  @Mixin private ProcessFilter filter = new ProcessFilter();
  @Mixin private Logging logging = new Logging();

  @Option(
      names = "--interval",
      defaultValue = "1s",
      paramLabel = "DURATION",
      description = "Pause between scans, 100ms to 1h (${DEFAULT-VALUE}).")
  private String interval = "1s";

  @Option(names = "--json", description = "Print an object of JSON in a line for each move.")
  private boolean json;

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
    return switch (new DurationValue(SHORTEST, LONGEST).parse(interval)) {
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
                .formatted(scan.snapshot().processes().size(), interval));
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
      if (json) {
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
