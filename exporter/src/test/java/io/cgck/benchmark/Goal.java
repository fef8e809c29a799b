package io.cgck.benchmark;

import java.io.PrintStream;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a figure should be at most.
 *
 * @param unit written after the figures
 * @param measured empty if nobody measured it
 */
record Goal(String what, double most, String unit, OptionalDouble measured) {
  /** How many times the one the other is. */
  static OptionalDouble ratio(OptionalDouble one, OptionalDouble other) {
    return one.isPresent() && other.isPresent()
        ? OptionalDouble.of(one.getAsDouble() / other.getAsDouble())
        : OptionalDouble.empty();
  }

  static void print(PrintStream out, List<Goal> goals) {
    out.printf("%n| goal | at most | measured | |%n|---|---|---|---|%n");
    for (Goal goal : goals) {
      if (goal.measured.isPresent()) {
        double value = goal.measured.getAsDouble();
        out.println(
            "| %s | %s%s | %s%s | %s |"
                .formatted(
                    goal.what,
                    LookFigures.decimal(goal.most),
                    goal.unit,
                    LookFigures.decimal(value),
                    goal.unit,
                    value <= goal.most ? "met" : "**missed**"));
      }
    }
  }
}
