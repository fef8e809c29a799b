package io.cgck.benchmark;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one look at all processes took. A figure that the subject does not have is not there.
 *
 * @param figures in the units of {@link Figure}
 */
record Look(Map<Figure, Double> figures) {
  Look {
    figures = Map.copyOf(figures);
  }

  static Look of(double cpuMillis, double wallMillis) {
    return new Look(Map.of(Figure.CPU, cpuMillis, Figure.WALL, wallMillis));
  }

  Look with(Figure figure, double value) {
    Map<Figure, Double> more = new EnumMap<>(Figure.class);
    more.putAll(figures);
    more.put(figure, value);
    return new Look(more);
  }
}
