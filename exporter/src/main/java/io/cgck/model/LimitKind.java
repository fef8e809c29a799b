package io.cgck.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A limit of a cgroup, by the name of its file in the unified hierarchy. Hosts with cgroup v1 have
 * the same limits under other names.
 */
public enum LimitKind {
  MEMORY_MAX("memory.max", "memory", Quantity.MEMORY_MAX_BYTES, Unit.BYTES, true),
  MEMORY_HIGH("memory.high", "memory", Quantity.MEMORY_HIGH_BYTES, Unit.BYTES, true),
  MEMORY_SWAP_MAX("memory.swap.max", "memory", Quantity.MEMORY_SWAP_MAX_BYTES, Unit.BYTES, true),
  CPU_MAX("cpu.max", "cpu", Quantity.CPU_MAX_CORES, Unit.CORES, true),
  PIDS_MAX("pids.max", "pids", Quantity.PIDS_MAX, Unit.COUNT, true),
  MEMORY_LOW("memory.low", "memory", Quantity.MEMORY_LOW_BYTES, Unit.BYTES, false),
  MEMORY_MIN("memory.min", "memory", Quantity.MEMORY_MIN_BYTES, Unit.BYTES, false),
  CPU_WEIGHT("cpu.weight", "cpu", Quantity.CPU_WEIGHT, Unit.COUNT, false);

  /** What a limit is measured in. */
  public enum Unit {
    BYTES,
    CORES,
    COUNT
  }

  private final String file;
  private final String controller;
  private final Quantity quantity;
  private final Unit unit;
  private final boolean boundByAncestors;

  LimitKind(
      String file, String controller, Quantity quantity, Unit unit, boolean boundByAncestors) {
    this.file = file;
    this.controller = controller;
    this.quantity = quantity;
    this.unit = unit;
    this.boundByAncestors = boundByAncestors;
  }

  /** Its file in the unified hierarchy, which is its name for people. */
  public String file() {
    return file;
  }

  /** The controller that has it. */
  public String controller() {
    return controller;
  }

  /** Whether its file is in one of these groups. */
  public boolean isIn(Set<FileGroup> groups) {
    return groups.stream().anyMatch(group -> group.key().equals(controller));
  }

  public Quantity quantity() {
    return quantity;
  }

  public Unit unit() {
    return unit;
  }

  /**
   * Whether a lower limit of a cgroup above holds as well. Protections and weights are none: they
   * are shares of what the cgroup above has.
   */
  public boolean isBoundByAncestors() {
    return boundByAncestors;
  }

  public static Optional<LimitKind> of(String file) {
    return Arrays.stream(values()).filter(kind -> kind.file.equals(file)).findFirst();
  }
}
