package io.cgck.cgroupfs;

import io.cgck.model.Freezer;
import io.cgck.model.IoQuantity;
import io.cgck.model.Quantity;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** What the files of one directory said, gathered file by file. */
public final class Contents {
  private final Map<Quantity, Double> quantities = new EnumMap<>(Quantity.class);
  private final SortedMap<String, Map<IoQuantity, Double>> io = new TreeMap<>();
  private Optional<String> type = Optional.empty();
  private Optional<Boolean> populated = Optional.empty();
  private Optional<Boolean> toBeFrozen = Optional.empty();
  private Optional<Freezer> freezer = Optional.empty();
  private Optional<SortedSet<String>> controllers = Optional.empty();
  private Optional<SortedSet<String>> delegated = Optional.empty();

  void put(Quantity quantity, double value) {
    quantities.put(quantity, value);
  }

  void put(String device, IoQuantity quantity, double value) {
    io.computeIfAbsent(device, same -> new EnumMap<>(IoQuantity.class)).put(quantity, value);
  }

  void type(String text) {
    type = Optional.of(text);
  }

  void populated(boolean is) {
    populated = Optional.of(is);
  }

  void toBeFrozen(boolean is) {
    toBeFrozen = Optional.of(is);
  }

  void freezer(Freezer state) {
    freezer = Optional.of(state);
  }

  void controllers(SortedSet<String> names) {
    controllers = Optional.of(names);
  }

  void delegated(SortedSet<String> names) {
    delegated = Optional.of(names);
  }

  public Map<Quantity, Double> quantities() {
    return Collections.unmodifiableMap(quantities);
  }

  /** By device, as {@code major:minor}. */
  public SortedMap<String, Map<IoQuantity, Double>> io() {
    return Collections.unmodifiableSortedMap(io);
  }

  public Optional<String> type() {
    return type;
  }

  public Optional<Boolean> populated() {
    return populated;
  }

  /**
   * What {@code cgroup.events} says, or while that says no, what {@code cgroup.freeze} asks for.
   */
  public Optional<Freezer> freezer() {
    boolean freezing =
        freezer.equals(Optional.of(Freezer.THAWED)) && toBeFrozen.equals(Optional.of(true));
    return freezing ? Optional.of(Freezer.FREEZING) : freezer;
  }

  public Optional<SortedSet<String>> controllers() {
    return controllers;
  }

  public Optional<SortedSet<String>> delegated() {
    return delegated;
  }
}
