package io.cgck.cli;

import io.cgck.config.DurationValue;
import io.cgck.explain.MoveJson;
import io.cgck.explain.MoveRows;
import io.cgck.match.Parsed;
import io.cgck.model.Move;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import io.cgck.procfs.ProcfsException;
import io.cgck.scan.Changes;
import io.cgck.scan.HeadStart;
import io.cgck.scan.Movement;
import io.cgck.scan.Pace;
import io.cgck.scan.ScanListener;
import io.cgck.scan.ScanLoop;
import io.cgck.scan.TraceWatch;
import io.cgck.text.Printable;
import io.cgck.tracefs.TraceInstance;
import io.cgck.tracefs.TraceSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cgck watch}. */
final class WatchCommand implements VerbCommand {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Each has an instance of its own, beside those of daemons and of others. */
  private static final String INSTANCE = "cgck-watch-";

  private static final int BUFFER_KIB = 1024;
  private static final Duration TRACE_PATIENCE = Duration.ofSeconds(2);

  private final CommandSpec spec;
  private final ProcfsFlag procfs = new ProcfsFlag();
  private final TracefsFlag tracefs = new TracefsFlag();
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
            "Prints the moves of living processes between cgroups as they happen, until it is"
                + " stopped.",
            "Where the kernel reports moves (tracefs, for root), each one shows at once, with who"
                + " made it. Elsewhere a process that moves and returns between two scans is not"
                + " noticed.");
    procfs.addTo(spec);
    tracefs.addTo(spec);
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
    TraceInstance.removeLeft(tracefs.path(), INSTANCE);
    try (TraceWatch trace = new TraceWatch(procfs.path(), traceSettings());
        HeadStart headStart = HeadStart.begin(procfs.path());
        ScanLoop loop =
            new ScanLoop(
                headStart,
                settings,
                new Printer(chosen, trace, status),
                Duration.ofDays(1),
                trace)) {
      // It is most often ended by a signal.
      Runtime.getRuntime().addShutdownHook(new Thread(trace::close, "stop"));
      trace.start(loop::happened);
      loop.start();
      headStart.awaitOpened();
      return status.get();
    } catch (ProcfsException e) {
      throw ProcfsFlag.failure(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("scanning failed", e.getCause());
    }
  }

  /** Who may make no instance of his own, may have one that was prepared. */
  private TraceWatch.Settings traceSettings() {
    return new TraceWatch.Settings.On(
        new TraceSettings(
            tracefs.path(), INSTANCE + ProcessHandle.current().pid(), BUFFER_KIB, false),
        TraceWatch.Absence.KNOWN);
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
    private final TraceWatch trace;
    private final CompletableFuture<Integer> status;
    private final Movement movement = new Movement();
    private Optional<Snapshot> last = Optional.empty();

    Printer(ProcessFilter.Chosen chosen, TraceWatch trace, CompletableFuture<Integer> status) {
      this.chosen = chosen;
      this.trace = trace;
      this.status = status;
    }

    @Override
    public void scanned(CompletedScan scan) {
      PrintWriter out = spec.commandLine().getOut();
      if (last.isEmpty()) {
        PrintWriter err = spec.commandLine().getErr();
        OneLook.advise(scan.snapshot(), err);
        Optional<String> noEvents = whyNoEvents();
        noEvents.ifPresent(
            why ->
                err.println(
                    "note: a process that moves and returns between two scans is not noticed: "
                        + why));
        err.println(
            "watching %d processes; a scan every %s%s"
                .formatted(
                    scan.snapshot().processes().size(),
                    interval.value(),
                    noEvents.isEmpty() ? "; the kernel reports moves at once" : ""));
      }
      Changes changes = Changes.between(last, scan.snapshot());
      List<Move> moves = movement.between(last, scan.snapshot(), changes, scan.events());
      if (!moves.isEmpty()) {
        Wanted wanted = new Wanted(chosen, last, scan.snapshot());
        MoveRows.of(moves.stream().filter(wanted::includes).toList())
            .forEach(row -> print(row, out));
      }
      last = Optional.of(scan.snapshot());
      if (out.checkError()) {
        // Whoever read it has gone, as head does.
        status.complete(0);
      }
    }

    private void print(MoveRows.Row row, PrintWriter out) {
      if (json.value()) {
        MoveJson.write(row, out);
        return;
      }
      Move move = row.move();
      out.println(
          "%s  %d  %s  uid %s  %s  %s -> %s%s"
              .formatted(
                  move.time().truncatedTo(ChronoUnit.MILLIS),
                  move.process().pid(),
                  Printable.of(move.comm()),
                  row.uid().isEmpty() ? "?" : row.uid(),
                  Printable.of(row.hierarchyNames()),
                  row.from().isEmpty() ? "?" : Printable.of(row.from()),
                  Printable.of(move.to().value()),
                  how(row)));
    }

    private static String how(MoveRows.Row row) {
      StringBuilder how = new StringBuilder();
      row.mover()
          .ifPresent(
              mover ->
                  how.append("  by ")
                      .append(mover.pid())
                      .append(' ')
                      .append(mover.comm().isEmpty() ? "?" : Printable.of(mover.comm())));
      if (!row.moverPlace().isEmpty()) {
        how.append(" of ").append(Printable.of(row.moverPlace()));
      }
      if (!row.away().isEmpty()) {
        how.append("  back after ").append(row.away());
      }
      if (row.move().times() > 1) {
        how.append("  ").append(row.move().times()).append(" times");
      }
      return how.toString();
    }

    private Optional<String> whyNoEvents() {
      try {
        return trace.awaitStarted(TRACE_PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.of("interrupted");
      }
    }

    @Override
    public void ended(Throwable defect) {
      status.completeExceptionally(defect);
    }
  }

  /** The moves of processes that the filter wants, as they are, were, or came by. */
  private record Wanted(ProcessFilter.Chosen chosen, Optional<Snapshot> before, Snapshot now) {
    boolean includes(Move move) {
      return Stream.concat(
              before.stream().flatMap(last -> last.processes().stream()), now.processes().stream())
          .filter(process -> process.id().equals(move.process()))
          .anyMatch(process -> isWanted(process, move));
    }

    private boolean isWanted(ProcessInfo process, Move move) {
      return chosen.test().test(process)
          || (now.defaultHierarchy().equals(Optional.of(move.hierarchy()))
              && Stream.concat(move.from().stream(), Stream.of(move.to()))
                  .anyMatch(place -> chosen.test().test(process.at(place))));
    }
  }
}
