package io.cgck.lab;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process of a {@link VirtualMachine}, as its {@code /proc} said.
 *
 * @param startTicks hundredths of seconds from the boot to its start
 * @param memberships lines of {@code /proc/PID/cgroup}
 * @param namespaces inode by name in {@code /proc/PID/ns}
 */
public record GuestProcess(
    long pid,
    String comm,
    boolean kernelThread,
    long startTicks,
    Set<Membership> memberships,
    Map<String, String> namespaces) {
  // proc_pid_stat(5): PID, command in parentheses, and fields counted from 3.
  private static final Pattern STAT = Pattern.compile("(\\d+) \\((.*)\\) (.*)");
  private static final int FIRST_FIELD = 3;
  private static final int FLAGS = 9;
  private static final int START_TIME = 22;
  private static final long PF_KTHREAD = 0x00200000;

  /** A line of {@code /proc/PID/cgroup}. */
  public record Membership(String hierarchy, String controllers, String cgroup) {
    static Membership parse(String line) {
      String[] fields = line.split(":", 3);
      return new Membership(fields[0], fields[1], fields[2]);
    }
  }

  /** Hierarchies in which a process is in cgroups of the same path. */
  public record Hierarchies(Set<String> ids, Set<String> controllers) {
    public static Hierarchies parse(String ids, String controllers) {
      return new Hierarchies(words(ids), words(controllers));
    }

    private static Hierarchies of(Collection<Membership> memberships) {
      return new Hierarchies(
          memberships.stream().map(Membership::hierarchy).collect(Collectors.toSet()),
          memberships.stream()
              .flatMap(membership -> words(membership.controllers()).stream())
              .collect(Collectors.toSet()));
    }

    private static Set<String> words(String text) {
      return Stream.of(text.split(",", -1))
          .filter(word -> !word.isEmpty())
          .collect(Collectors.toSet());
    }
  }

  public GuestProcess {
    memberships = Set.copyOf(memberships);
    namespaces = Map.copyOf(namespaces);
  }

  static GuestProcess parse(
      String stat, Map<Long, List<String>> cgroups, Map<Long, Map<String, String>> namespaces) {
    Matcher matcher = STAT.matcher(stat);
    if (!matcher.matches()) {
      throw new AssertionError("no line of /proc/PID/stat: " + stat);
    }
    Long pid = Long.valueOf(matcher.group(1));
    String[] fields = matcher.group(3).split(" ", -1);
    return new GuestProcess(
        pid,
        matcher.group(2),
        (Long.parseLong(fields[FLAGS - FIRST_FIELD]) & PF_KTHREAD) != 0,
        Long.parseLong(fields[START_TIME - FIRST_FIELD]),
        cgroups.getOrDefault(pid, List.of()).stream()
            .map(Membership::parse)
            .collect(Collectors.toCollection(HashSet::new)),
        namespaces.getOrDefault(pid, Map.of()));
  }

  /** Where it is in the unified hierarchy or, on a host without, in systemd's own. */
  public String cgroup() {
    return cgroupWhere(membership -> membership.hierarchy().equals("0"))
        .or(() -> cgroupWhere(membership -> membership.controllers().equals("name=systemd")))
        .orElseThrow(() -> new AssertionError("in no hierarchy that counts: " + this));
  }

  private Optional<String> cgroupWhere(Predicate<Membership> condition) {
    return memberships.stream().filter(condition).map(Membership::cgroup).findFirst();
  }

  /** By the path of its cgroup in them. */
  public Map<String, Hierarchies> hierarchies() {
    return memberships.stream()
        .collect(Collectors.groupingBy(Membership::cgroup))
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Hierarchies.of(entry.getValue())));
  }

  @Override
  public String toString() {
    return "%d (%s)".formatted(pid, comm);
  }
}
