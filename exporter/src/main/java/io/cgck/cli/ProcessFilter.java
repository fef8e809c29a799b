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
import io.cgck.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Flags that choose processes. All that are given must hold; the patterns are those of matchers.
 */
final class ProcessFilter {
  private final Flag<List<Integer>> pids =
      Flag.repeated(
          Integer.class, "PID", "Only this process; may be given several times.", "-p", "--pid");

  private final Flag<Optional<String>> comm =
      Flag.optional(
          String.class,
          "PATTERN",
          "Only processes with this command name: a glob, or regex:EXPRESSION.",
          "-c",
          "--comm");

  private final Flag<Optional<String>> user =
      Flag.optional(
          String.class, "USER", "Only processes of this user, by name or ID.", "-u", "--user");

  private final Flag<Optional<String>> cgroup =
      Flag.optional(
          String.class,
          "PATTERN",
          "Only processes in these cgroups: a glob on whole segments such as /system.slice/**, or"
              + " regex:EXPRESSION.",
          "-g",
          "--cgroup");

  private final Flag<Optional<String>> unit =
      Flag.optional(String.class, "PATTERN", "Only processes of these systemd units.", "--unit");

  private final Flag<Optional<String>> container =
      Flag.optional(
          String.class,
          "ID",
          "Only processes of this container, by 12 characters of its ID or more.",
          "--container");

  private final Flag<Optional<String>> namespace =
      Flag.optional(
          List.of("initial", "private"),
          "NAMESPACE",
          "Only processes of this cgroup namespace: initial, private or an inode number.",
          "-n",
          "--namespace");

  void addTo(CommandSpec command) {
    for (Flag<?> flag : List.of(pids, comm, user, cgroup, unit, container, namespace)) {
      flag.addTo(command);
    }
  }

  /** A filter that was understood. */
  record Chosen(Set<Detail> details, Predicate<ProcessInfo> test) {}

  Chosen choose() throws CommandFailure {
    CriterionParser parser = new CriterionParser(new Users()::uid);
    List<Criterion> criteria = new ArrayList<>();
    add(parser, "comm", "--comm", comm.value(), criteria);
    add(parser, "user", "--user", user.value(), criteria);
    add(parser, "cgroup", "--cgroup", cgroup.value(), criteria);
    add(parser, "unit", "--unit", unit.value(), criteria);
    add(parser, "container", "--container", container.value(), criteria);
    add(parser, "cgroup_namespace", "--namespace", namespace.value(), criteria);
    List<Integer> wanted = pids.value();
    Predicate<ProcessInfo> byPid = process -> wanted.isEmpty() || wanted.contains(process.pid());
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
    return !pids.value().isEmpty();
  }
}
