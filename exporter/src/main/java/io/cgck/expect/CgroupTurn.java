package io.cgck.expect;

import static java.util.Objects.requireNonNull;

/** A violation by the limits of a cgroup began or ended. */
public record CgroupTurn(CgroupStanding violation, Turn.Kind kind) {
  public CgroupTurn {
    requireNonNull(violation, "violation is null");
    requireNonNull(kind, "kind is null");
  }
}
