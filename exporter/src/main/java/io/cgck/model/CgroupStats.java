package io.cgck.model;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What the files of a cgroup said, in all hierarchies in which it is. What was not there, or not
 * asked for, is not in it.
 *
 * @param ids inode of its directory by the name of the hierarchy: another one when a cgroup of the
 *     same name was made anew
 * @param quantities its numbers
 * @param type of the unified hierarchy: {@code domain}, {@code domain threaded}, {@code domain
 *     invalid}, {@code threaded}
 * @param populated whether there are processes in it or below
 * @param controllers of the unified hierarchy: those it has ({@code true}) and those that its
 *     parent has and withholds from it ({@code false})
 * @param delegated those of its controllers that the cgroups below have, too
 * @param io by device, as {@code major:minor}
 */
public record CgroupStats(
    SortedMap<String, Long> ids,
    Map<Quantity, Double> quantities,
    Optional<String> type,
    Optional<Boolean> populated,
    Optional<Freezer> freezer,
    SortedMap<String, Boolean> controllers,
    Optional<SortedSet<String>> delegated,
    SortedMap<String, Map<IoQuantity, Double>> io) {
  /** Of a cgroup of which nothing is known. */
  public static final CgroupStats NONE =
      new CgroupStats(
          new TreeMap<>(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          new TreeMap<>(),
          Optional.empty(),
          new TreeMap<>());

  /** Values of {@code cgroup.type}. */
  public static final Set<String> TYPES =
      Collections.unmodifiableSortedSet(
          new java.util.TreeSet<>(
              Set.of("domain", "domain threaded", "domain invalid", "threaded")));

  public CgroupStats {
    ids = Collections.unmodifiableSortedMap(new TreeMap<>(ids));
    EnumMap<Quantity, Double> numbers = new EnumMap<>(Quantity.class);
    numbers.putAll(quantities);
    quantities = Collections.unmodifiableMap(numbers);
    requireNonNull(type, "type is null");
    requireNonNull(populated, "populated is null");
    requireNonNull(freezer, "freezer is null");
    controllers = Collections.unmodifiableSortedMap(new TreeMap<>(controllers));
    delegated = delegated.map(Collections::unmodifiableSortedSet);
    io = Collections.unmodifiableSortedMap(new TreeMap<>(io));
  }

  /** A number, if it is known. */
  public Optional<Double> get(Quantity quantity) {
    return Optional.ofNullable(quantities.get(quantity));
  }
}
