package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import io.cgck.attribute.Attributions;
import io.cgck.attribute.Attributor;
import io.cgck.model.Birth;
import io.cgck.model.Move;
import io.cgck.model.Snapshot;
import io.cgck.scan.Births;
import io.cgck.scan.Census;
import io.cgck.scan.CensusTaker;
import io.cgck.scan.Changes;
import io.cgck.scan.Movement;
import io.cgck.scan.TraceBatch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Takes the snapshots in turn and works out what happened between them and whether all is where it
 * belongs. Snapshots come from one thread; expectations may come from others.
 */
public final class Assessor {
  private final Attributor attributor = new Attributor();
  private final CensusTaker censusTaker = new CensusTaker();
  private final Evaluator evaluator = new Evaluator();
  private final AtomicReference<Optional<List<Expectation>>> next;
  private final LongSupplier nanoTime;
  private final Movement movement = new Movement();
  private final Births births = new Births();
  private Optional<Snapshot> last = Optional.empty();
  private Attributions attributions = Attributions.NONE;

  /**
   * Makes one that has seen nothing yet.
   *
   * @param nanoTime a clock that never jumps, for patience: {@link System#nanoTime}
   */
  public Assessor(List<Expectation> expectations, LongSupplier nanoTime) {
    this.next = new AtomicReference<>(Optional.of(List.copyOf(expectations)));
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
  }

  /** Puts other expectations in force, from the next snapshot on. */
  public void configure(List<Expectation> expectations) {
    next.set(Optional.of(List.copyOf(expectations)));
  }

  /** Assesses a snapshot where there are no events. */
  public Assessment assess(Snapshot snapshot) {
    return assess(snapshot, TraceBatch.NONE, true);
  }

  /**
   * Assesses a snapshot, and what happened since the one before.
   *
   * @param events until the end of the scan
   * @param whole whether it comes from a look at all processes
   */
  public Assessment assess(Snapshot snapshot, TraceBatch events, boolean whole) {
    next.getAndSet(Optional.empty()).ifPresent(evaluator::configure);
    Changes changes = Changes.between(last, snapshot);
    List<Birth> elsewhere = births.elsewhere(last, snapshot, changes, events);
    List<Move> moves = movement.between(last, snapshot, changes, events);
    Census census = censusTaker.after(changes);
    attributions = attributions.with(census.mentioned().keySet(), attributor);
    last = Optional.of(snapshot);
    long now = nanoTime.getAsLong();
    Changes rest = changes;
    Trips trips = Trips.among(moves, snapshot, now);
    if (!trips.isEmpty()) {
      rest =
          evaluator.travel(
              trips, snapshot, changes, attributions.including(trips.places(), attributor));
    }
    return new Assessment(
        snapshot,
        census,
        attributions,
        moves,
        evaluator.evaluate(snapshot, rest, attributions, now, whole),
        elsewhere,
        events);
  }
}
