package io.cgck.scan;

import io.cgck.model.CgroupPath;
import io.cgck.model.Membership;
import io.cgck.model.Namespaces;
import io.cgck.procfs.ProcCgroup;
import io.cgck.procfs.RawCgroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What processes share: one object stands for all that are equal, down to the names in them. It is
 * filled as processes are read, and emptied of what none has any more from time to time.
 */
final class Situations {
  private static final int ALWAYS_KEPT = 256;

  private final Map<Key, Situation> situations = new HashMap<>();
  private final Map<List<ProcCgroup.Line>, Place> places = new HashMap<>();
  private final Map<Namespaces, Namespaces> namespaces = new HashMap<>();
  private final Map<RawCgroup, RawCgroup> raw = new HashMap<>();
  private final Map<ProcCgroup.Line, ProcCgroup.Line> lines = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  /** Lists are compared by what is in them only when they are read. */
  private record Key(
      Place place, Namespaces namespaces, Optional<String> processRoot, boolean zombie) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && place.equals(that.place)
          && namespaces.equals(that.namespaces)
          && processRoot.equals(that.processRoot)
          && zombie == that.zombie;
    }

    @Override
    public int hashCode() {
      return 31 * (31 * place.hashCode() + namespaces.hashCode()) + processRoot.hashCode();
    }
  }

  /** A set of cgroups, and the same as records of the model for processes that live. */
  private static final class Place {
    private final List<ProcCgroup.Line> lines;
    private final List<Membership> ofTheLiving;

    Place(List<ProcCgroup.Line> lines) {
      this.lines = lines;
      this.ofTheLiving = memberships(lines, false);
    }
  }

  Situation of(
      List<ProcCgroup.Line> cgroups,
      Namespaces namespacesRead,
      Optional<String> processRoot,
      boolean zombie) {
    Place place = place(cgroups);
    Namespaces shared = namespaces.computeIfAbsent(namespacesRead, same -> same);
    return situations.computeIfAbsent(
        new Key(place, shared, processRoot, zombie), Situations::situation);
  }

  private Place place(List<ProcCgroup.Line> cgroups) {
    Place known = places.get(cgroups);
    if (known != null) {
      return known;
    }
    Place place =
        new Place(
            cgroups.stream()
                .map(line -> lines.computeIfAbsent(line, same -> same))
                .collect(Collectors.toUnmodifiableList()));
    places.put(place.lines, place);
    return place;
  }

  private static Situation situation(Key key) {
    return new Situation(
        key.place.lines,
        key.zombie ? memberships(key.place.lines, true) : key.place.ofTheLiving,
        key.namespaces,
        key.processRoot,
        key.zombie);
  }

  private static List<Membership> memberships(List<ProcCgroup.Line> lines, boolean zombie) {
    return lines.stream()
        .map(
            line ->
                new Membership(
                    line.hierarchy(), new CgroupPath(line.pathOf(zombie)), line.isRemoved(zombie)))
        // Not toList(): a copy of what that gives is another list, and this one is to be shared.
        .collect(Collectors.toUnmodifiableList());
  }

  RawCgroup shared(RawCgroup bytes) {
    return raw.computeIfAbsent(bytes, same -> same);
  }

  /** A command name. */
  String shared(String name) {
    return names.computeIfAbsent(name, same -> same);
  }

  /** Forgets what no process has, if that is much. */
  void prune(Roster roster, int situationsInUse) {
    if (situations.size() <= 2 * situationsInUse + ALWAYS_KEPT
        && names.size() <= roster.size() + ALWAYS_KEPT
        && raw.size() <= roster.size() + ALWAYS_KEPT) {
      return;
    }
    situations.clear();
    places.clear();
    namespaces.clear();
    raw.clear();
    lines.clear();
    names.clear();
    // What is used goes on to be the same objects.
    for (int index = 0; index < roster.size(); index++) {
      readmit(roster.at(index).observation());
    }
  }

  private void readmit(Observation process) {
    Situation situation = process.situation();
    Place place =
        places.computeIfAbsent(
            situation.cgroups(),
            cgroups -> {
              cgroups.forEach(line -> lines.put(line, line));
              return new Place(cgroups);
            });
    namespaces.putIfAbsent(situation.namespaces(), situation.namespaces());
    situations.putIfAbsent(
        new Key(place, situation.namespaces(), situation.processRoot(), situation.zombie()),
        situation);
    raw.putIfAbsent(process.rawCgroup(), process.rawCgroup());
    names.putIfAbsent(process.stat().comm(), process.stat().comm());
  }
}
