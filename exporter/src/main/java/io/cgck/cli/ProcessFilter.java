package io.cgck.cli;

import io.cgck.attribute.Attribution;
import io.cgck.attribute.Attributor;
import io.cgck.kernel.Users;
import io.cgck.match.Criterion;
import io.cgck.match.CriterionParser;
import io.cgck.match.Matcher;
import io.cgck.match.Parsed;
import io.cgck.model.Detail;
import io.cgck.model.ProcessInfo;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/**
 * Flags that choose processes. All that are given must hold; the patterns are those of matchers.
 */
final class ProcessFilter {
  @Option(
      names = {"-p", "--pid"},
      paramLabel = "PID",
      description = "Only this process; may be given several times.")
  private List<Integer> pids = List.of();

  @Option(
      names = {"-c", "--comm"},
      paramLabel = "PATTERN",
      description = "Only processes with this command name: a glob, or regex:EXPRESSION.")
  private Optional<String> comm = Optional.empty();

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "Only processes of this user, by name or ID.")
  private Optional<String> user = Optional.empty();

  @Option(
      names = {"-g", "--cgroup"},
      paramLabel = "PATTERN",
      description =
          "Only processes in these cgroups: a glob on whole segments such as /system.slice/**, or"
              + " regex:EXPRESSION.")
  private Optional<String> cgroup = Optional.empty();

  @Option(
      names = "--unit",
      paramLabel = "PATTERN",
      description = "Only processes of these systemd units.")
  private Optional<String> unit = Optional.empty();

  @Option(
      names = "--container",
      paramLabel = "ID",
      description = "Only processes of this container, by 12 characters of its ID or more.")
  private Optional<String> container = Optional.empty();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      completionCandidates = NamespaceWords.class,
      description = "Only processes of this cgroup namespace: initial, private or an inode number.")
  private Optional<String> namespace = Optional.empty();

  /** What {@code --namespace} can be beside a number; completions of shells offer it. */
  static final class NamespaceWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("initial", "private").iterator();
    }
  }

  /** A filter that was understood. */
  record Chosen(Set<Detail> details, Predicate<ProcessInfo> test) {}

  Chosen choose() throws CommandFailure {
    CriterionParser parser = new CriterionParser(new Users()::uid);
    List<Criterion> criteria = new ArrayList<>();
    add(parser, "comm", "--comm", comm, criteria);
    add(parser, "user", "--user", user, criteria);
    add(parser, "cgroup", "--cgroup", cgroup, criteria);
    add(parser, "unit", "--unit", unit, criteria);
    add(parser, "container", "--container", container, criteria);
    add(parser, "cgroup_namespace", "--namespace", namespace, criteria);
    Predicate<ProcessInfo> byPid = process -> pids.isEmpty() || pids.contains(process.pid());
    if (criteria.isEmpty()) {
      return new Chosen(Set.of(), byPid);
    }
    Matcher matcher = new Matcher(criteria);
    Attributor attributor = new Attributor();
    return new Chosen(
        matcher.needs(),
        byPid.and(
            process ->
                matcher.matches(
                    process,
                    process.cgroup().map(attributor::attribute).orElse(Attribution.NONE))));
  }

  private static void add(
      CriterionParser parser,
      String criterion,
      String flag,
      Optional<String> text,
      List<Criterion> criteria)
      throws CommandFailure {
    if (text.isEmpty()) {
      return;
    }
    switch (parser.parse(criterion, text.get())) {
      case Parsed.Good<Criterion>(Criterion good) -> criteria.add(good);
      case Parsed.Bad<Criterion>(String why) ->
          throw CommandFailure.wrongUsage(flag + "=" + Printable.of(text.get()) + ": " + why);
    }
  }

  /** Whether single processes were asked for, so that nothing should be hidden. */
  boolean namesProcesses() {
    return !pids.isEmpty();
  }
}
