package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * Two expectations of which the second means only processes that the first means too, as far as
 * their patterns show it.
 */
public record Overlap(Expectation wide, Expectation narrow) {
  public Overlap {
    requireNonNull(wide, "wide is null");
    requireNonNull(narrow, "narrow is null");
  }

  /** All of them among expectations with matchers; two that mean the same are named once. */
  public static List<Overlap> among(List<Expectation> expectations) {
    List<Overlap> overlaps = new ArrayList<>();
    for (int i = 0; i < expectations.size(); i++) {
      for (int j = i + 1; j < expectations.size(); j++) {
        Expectation one = expectations.get(i);
        Expectation other = expectations.get(j);
        if (covers(one, other)) {
          overlaps.add(new Overlap(one, other));
        } else if (covers(other, one)) {
          overlaps.add(new Overlap(other, one));
        }
      }
    }
    return overlaps;
  }

  private static boolean covers(Expectation wide, Expectation narrow) {
    return wide.match().isPresent()
        && narrow.match().isPresent()
        && wide.match().get().covers(narrow.match().get());
  }

  /** Whether they mean the same processes. */
  public boolean isMutual() {
    return covers(/* wide= */ narrow, /* narrow= */ wide);
  }
}
