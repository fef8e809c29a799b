package io.cgck.lab;

import java.util.Map;

/** One line of an exposition. */
public record Sample(String name, Map<String, String> labels, double value) {
  public Sample {
    labels = Map.copyOf(labels);
  }

  public String label(String label) {
    String value = labels.get(label);
    if (value == null) {
      throw new AssertionError("no label " + label + " in " + this);
    }
    return value;
  }

  boolean has(Map<String, String> wanted) {
    return labels.entrySet().containsAll(wanted.entrySet());
  }
}
