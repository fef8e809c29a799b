package io.cgck.benchmark;

import io.cgck.expect.Assessment;
import io.cgck.expect.Assessor;
import io.cgck.fixture.TestHost;
import io.cgck.model.Snapshot;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What is made of a scan of 10,000 processes: changes, moves and the built-in expectations. */
@State(Scope.Benchmark)
public class EvaluationMicro extends Micro {
  /** Of the same processes, in which one in a hundred is now here and now there. */
  private final List<Snapshot> moving =
      List.of(SketchedHost.snapshot(1, 0), SketchedHost.snapshot(2, 100));

  private final Snapshot still = SketchedHost.snapshot(1, 0);
  private Assessor steady = assessor();
  private Assessor moved = assessor();
  private int turn;

  private static Assessor assessor() {
    return new Assessor(TestHost.configuration("").expectations(), System::nanoTime);
  }

  @Setup(Level.Iteration)
  public void meetAll() {
    steady = assessor();
    steady.assess(still);
    moved = assessor();
    moved.assess(still);
  }

  @Benchmark
  public Assessment nothingChanged() {
    return steady.assess(still);
  }

  @Benchmark
  public Assessment oneInAHundredMoved() {
    turn = 1 - turn;
    return moved.assess(moving.get(turn));
  }
}
