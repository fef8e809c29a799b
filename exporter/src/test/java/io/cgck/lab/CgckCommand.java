package io.cgck.lab;

import io.cgck.lab.Command.Outcome;
import java.util.List;

/** A one-shot command of cgck. */
public record CgckCommand(CgckImage image) {
  public static CgckCommand ofTheBuild() {
    return new CgckCommand(CgckImage.ofTheBuild());
  }

  public Outcome run(String... arguments) {
    return runAs(List.of(), arguments);
  }

  /** Runs it by way of a command that becomes the launcher, for example {@code setpriv}. */
  public Outcome runAs(List<String> prefix, String... arguments) {
    return Command.of(image.command(prefix, List.of(arguments))).run("");
  }

  /** {@code cgck ps --pid PID --json} for one process that must be there. */
  public PsRow ps(long pid) {
    Outcome outcome = run("ps", "--json", "--pid", Long.toString(pid));
    if (outcome.exitCode() != 0) {
      throw new AssertionError("cgck ps failed: " + outcome);
    }
    List<PsRow> rows = PsRow.parse(outcome.stdout());
    if (rows.size() != 1 || rows.getFirst().pid() != pid) {
      throw new AssertionError("expected one row for " + pid + " but got " + outcome);
    }
    return rows.getFirst();
  }
}
