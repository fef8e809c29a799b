package io.cgck.it;

import io.cgck.lab.SystemRoot;
import io.cgck.lab.Unit;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Adds where it was, and what the journal says of units, to every failure of a test. */
record JournalOnFailure(SystemRoot root, Supplier<List<Unit>> units)
    implements TestExecutionExceptionHandler {
  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    if (!(thrown instanceof AssertionError)) {
      throw thrown;
    }
    StringBuilder message = new StringBuilder("on ").append(root).append(": ");
    message.append(thrown.getMessage());
    try {
      for (Unit unit : units.get()) {
        message.append("\n\njournal of ").append(unit.name()).append(":\n").append(unit.journal());
      }
    } catch (AssertionError e) {
      message.append("\n\nno journal: ").append(e.getMessage());
    }
    throw new AssertionError(message.toString(), thrown);
  }
}
