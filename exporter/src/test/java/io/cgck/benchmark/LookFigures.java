package io.cgck.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** What all looks took, by who looked. */
final class LookFigures {
  private static final List<Figure> COLUMNS =
      List.of(Figure.CPU, Figure.WALL, Figure.BYTES, Figure.SERIES, Figure.RESIDENT);

  private final Map<String, List<Look>> looks = new LinkedHashMap<>();

  void add(String who, Look look) {
    looks.computeIfAbsent(who, same -> new ArrayList<>()).add(look);
  }

  /** Empty if nobody measured that. */
  OptionalDouble median(String who, Figure figure) {
    double[] sorted = sorted(who, figure);
    return sorted.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(sorted[sorted.length / 2]);
  }

  private double[] sorted(String who, Figure figure) {
    return looks.getOrDefault(who, List.of()).stream()
        .filter(look -> look.figures().containsKey(figure))
        .mapToDouble(look -> look.figures().get(figure))
        .sorted()
        .toArray();
  }

  /**
   * A table in Markdown, in the order of the rows: medians, of the times also from least to most,
   * and how much of the CPU time of one of the rows the others took.
   */
  void print(PrintStream out, List<String> rows, String measure) {
    out.println(
        "| | CPU, ms | against "
            + measure
            + " | wall, ms | bytes | series or lines | resident, MB |\n|---|---|---|---|---|---|---|");
    for (String who : rows) {
      StringBuilder row = new StringBuilder("| ").append(who);
      for (Figure figure : COLUMNS) {
        row.append(" | ").append(cell(who, figure));
        if (figure == Figure.CPU) {
          row.append(" | ").append(ratio(who, measure));
        }
      }
      out.println(row.append(" |"));
    }
  }

  private String ratio(String who, String measure) {
    OptionalDouble own = median(who, Figure.CPU);
    OptionalDouble other = median(measure, Figure.CPU);
    return own.isPresent() && other.isPresent()
        ? decimal(own.getAsDouble() / other.getAsDouble()) + " ×"
        : "";
  }

  private String cell(String who, Figure figure) {
    double[] sorted = sorted(who, figure);
    if (sorted.length == 0) {
      return "";
    }
    double median = sorted[sorted.length / 2];
    return switch (figure) {
      case BYTES, SERIES -> String.format(Locale.ROOT, "%.0f", median);
      case RESIDENT -> decimal(median);
      default ->
          "%s (%s to %s)"
              .formatted(decimal(median), decimal(sorted[0]), decimal(sorted[sorted.length - 1]));
    };
  }

  /** With three digits that count, or three places. */
  static String decimal(double value) {
    String format =
        value == 0 || value >= 99.95
            ? "%.0f"
            : value >= 9.995 ? "%.1f" : value >= 0.9995 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }
}
