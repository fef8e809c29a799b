package io.cgck.cli;

import io.cgck.json.JsonOutput;
import io.cgck.kernel.Terminal;
import io.cgck.kernel.Users;
import io.cgck.model.CgroupNamespace;
import io.cgck.model.CgroupPath;
import io.cgck.model.Detail;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.NamespaceRoot;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import io.cgck.text.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cgck ns}. */
final class NsCommand implements VerbCommand {
  private final CommandSpec spec;
  private final OneLook look = new OneLook();
  private final Logging logging = new Logging();

  private final Flag<Boolean> json =
      Flag.toggle("Print a JSON array, one object for each namespace.", "--json");

  private final Flag<Optional<String>> kind =
      Flag.optional(
          Arrays.stream(NamespaceKind.values()).map(NamespaceKind::label).toList(),
          "KIND",
          "Only namespaces of this kind: ${COMPLETION-CANDIDATES}.",
          "--type");

  private final Users users = new Users();

  /** A namespace with its processes, oldest first. */
  private record Entry(NamespaceId id, List<ProcessInfo> processes, Optional<NamespaceRoot> root) {
    ProcessInfo oldest() {
      return processes.getFirst();
    }
  }

  NsCommand() {
    spec =
        CommandModel.of(
            this,
            "Lists namespaces: how many processes are in each, the process that has been in it"
                + " longest and whose it is, and for cgroup namespaces the root.");
    look.addTo(spec);
    logging.addTo(spec);
    json.addTo(spec);
    kind.addTo(spec);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws CommandFailure {
    logging.setUp();
    Optional<NamespaceKind> only = parseKind();
    Snapshot snapshot = look.take(Set.of(Detail.USER));
    List<Entry> entries =
        entries(snapshot).stream()
            .filter(entry -> only.isEmpty() || only.get() == entry.id().kind())
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json.value()) {
      writeJson(entries, snapshot, out);
    } else {
      writeTable(entries, snapshot, out);
    }
    OneLook.advise(snapshot, spec.commandLine().getErr());
    return 0;
  }

  private Optional<NamespaceKind> parseKind() throws CommandFailure {
    Optional<String> given = kind.value();
    if (given.isEmpty()) {
      return Optional.empty();
    }
    for (NamespaceKind each : NamespaceKind.values()) {
      if (each.label().equals(given.get())) {
        return Optional.of(each);
      }
    }
    throw CommandFailure.wrongUsage(
        "--type=" + given.get() + ": expected cgroup, ipc, mnt, net, pid, time, user or uts");
  }

  private static List<Entry> entries(Snapshot snapshot) {
    Map<NamespaceId, List<ProcessInfo>> members = new HashMap<>();
    for (ProcessInfo process : snapshot.processes()) {
      for (NamespaceId id : process.namespaces().byKind().values()) {
        members.computeIfAbsent(id, same -> new ArrayList<>()).add(process);
      }
    }
    Map<NamespaceId, NamespaceRoot> roots = new HashMap<>();
    for (CgroupNamespace namespace : snapshot.cgroupNamespaces()) {
      roots.put(namespace.id(), namespace.root());
    }
    List<Entry> entries = new ArrayList<>();
    members.forEach(
        (id, processes) -> {
          processes.sort(
              Comparator.comparingLong((ProcessInfo process) -> process.id().startTicks())
                  .thenComparingInt(ProcessInfo::pid));
          entries.add(new Entry(id, processes, Optional.ofNullable(roots.get(id))));
        });
    entries.sort(
        Comparator.comparing((Entry entry) -> entry.id().kind())
            .thenComparingLong(entry -> entry.id().inode()));
    return entries;
  }

  private Optional<String> owner(ProcessInfo process) {
    return process.details().uid().isPresent()
        ? Optional.of(
            users
                .name(process.details().uid().getAsInt())
                .orElseGet(() -> Integer.toUnsignedString(process.details().uid().getAsInt())))
        : Optional.empty();
  }

  private static Optional<String> root(Entry entry, Snapshot snapshot) {
    return entry
        .root()
        .flatMap(root -> snapshot.defaultHierarchy().flatMap(root::in))
        .map(CgroupPath::value);
  }

  private void writeTable(List<Entry> entries, Snapshot snapshot, PrintWriter out) {
    Table table =
        new Table(
            new Table.Column("NS", Table.Align.RIGHT),
            new Table.Column("TYPE", Table.Align.LEFT),
            new Table.Column("NPROCS", Table.Align.RIGHT),
            new Table.Column("PID", Table.Align.RIGHT),
            new Table.Column("USER", Table.Align.LEFT),
            new Table.Column("COMM", Table.Align.LEFT),
            new Table.Column("ROOT", Table.Align.PATH),
            new Table.Column("SOURCE", Table.Align.LEFT));
    for (Entry entry : entries) {
      table.add(
          Long.toString(entry.id().inode()),
          entry.id().kind().label(),
          Integer.toString(entry.processes().size()),
          Integer.toString(entry.oldest().pid()),
          owner(entry.oldest()).orElse("-"),
          entry.oldest().comm(),
          root(entry, snapshot).orElse(entry.root().isPresent() ? "?" : ""),
          entry.root().map(NamespaceRoot::source).orElse(""));
    }
    table.lines(new Terminal().columns()).forEach(out::println);
  }

  private void writeJson(List<Entry> entries, Snapshot snapshot, PrintWriter out) {
    try (JsonOutput output = new JsonOutput(out)) {
      output.array(
          () ->
              entries.forEach(
                  entry ->
                      output.object(
                          () ->
                              output
                                  .field("kind", entry.id().kind().label())
                                  .field("inode", entry.id().inode())
                                  .field("initial", entry.id().isInitial())
                                  .field("root", root(entry, snapshot))
                                  .field("root_source", entry.root().map(NamespaceRoot::source))
                                  .field("oldest_pid", entry.oldest().pid())
                                  .field("oldest_comm", entry.oldest().comm())
                                  .field("oldest_user", owner(entry.oldest()))
                                  .numbers(
                                      "pids",
                                      entry.processes().stream()
                                          .map(ProcessInfo::pid)
                                          .sorted()
                                          .toList()))));
    }
  }
}
