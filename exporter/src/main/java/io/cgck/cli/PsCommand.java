package io.cgck.cli;

import io.cgck.json.PsJson;
import io.cgck.kernel.Terminal;
import io.cgck.model.CgroupPath;
import io.cgck.model.MountView;
import io.cgck.model.NamespaceId;
import io.cgck.model.Placement;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import io.cgck.text.Table;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cgck ps}. */
final class PsCommand implements VerbCommand {
  private final CommandSpec spec;
  private final OneLook look = new OneLook();
  private final ProcessFilter filter = new ProcessFilter();
  private final Logging logging = new Logging();

  private final Flag<Boolean> json =
      Flag.toggle("Print a JSON array, one object for each process.", "--json");

  private final Flag<Boolean> all = Flag.toggle("Include kernel threads.", "-a", "--all");

  private final Flag<Boolean> wide =
      Flag.toggle("Do not cut columns to the width of the terminal.", "-w", "--wide");

  private final Flag<SortKey> sort =
      Flag.withDefault(
          SortKey.class,
          "pid",
          "KEY",
          "Sort by ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).",
          "-s",
          "--sort");

  /** What the rows can be sorted by. */
  @SuppressWarnings("unused") // named on the command line
  enum SortKey {
    pid,
    comm,
    cgroup,
    namespace,
    start;

    Comparator<ProcessInfo> order() {
      Comparator<ProcessInfo> first =
          switch (this) {
            case pid -> Comparator.comparingInt(ProcessInfo::pid);
            case comm -> Comparator.comparing(ProcessInfo::comm);
            case cgroup ->
                Comparator.comparing(process -> process.cgroup().map(CgroupPath::value).orElse(""));
            case namespace ->
                Comparator.comparingLong(
                    process -> process.namespaces().cgroup().map(NamespaceId::inode).orElse(0L));
            case start -> Comparator.comparingLong(process -> process.id().startTicks());
          };
      return first.thenComparingInt(ProcessInfo::pid);
    }
  }

  PsCommand() {
    spec =
        CommandModel.of(
            this,
            "Lists processes with their cgroup as the host sees it (CGROUP) and, as each process"
                + " sees them itself, its cgroup (NS_CGROUP) and the root of its cgroup mount"
                + " (MOUNT_ROOT).",
            "A path that begins with /.. leaves the cgroup namespace of the process. What could not"
                + " be read shows as ?, a mount that is not there as -.",
            "");
    look.addTo(spec);
    filter.addTo(spec);
    logging.addTo(spec);
    json.addTo(spec);
    all.addTo(spec);
    wide.addTo(spec);
    sort.addTo(spec);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws CommandFailure {
    logging.setUp();
    ProcessFilter.Chosen chosen = filter.choose();
    Snapshot snapshot = look.take(chosen.details());
    List<ProcessInfo> processes =
        snapshot.processes().stream()
            .filter(process -> all.value() || filter.namesProcesses() || !process.kernelThread())
            .filter(chosen.test())
            .sorted(sort.value().order())
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json.value()) {
      PsJson.write(processes, snapshot, out);
    } else {
      table(processes)
          .lines(wide.value() ? OptionalInt.empty() : new Terminal().columns())
          .forEach(out::println);
    }
    OneLook.advise(snapshot, spec.commandLine().getErr());
    return 0;
  }

  private static Table table(List<ProcessInfo> processes) {
    Table table =
        new Table(
            new Table.Column("PID", Table.Align.RIGHT),
            new Table.Column("COMM", Table.Align.LEFT),
            new Table.Column("CGROUP_NS", Table.Align.RIGHT),
            new Table.Column("CGROUP", Table.Align.PATH),
            new Table.Column("NS_CGROUP", Table.Align.PATH),
            new Table.Column("MOUNT_ROOT", Table.Align.PATH),
            new Table.Column("", Table.Align.LEFT));
    for (ProcessInfo process : processes) {
      Placement placement = process.placement();
      table.add(
          Integer.toString(process.pid()),
          process.comm(),
          process.namespaces().cgroup().map(id -> Long.toString(id.inode())).orElse("?"),
          placement.cgroup().map(CgroupPath::value).orElse("?"),
          placement.seenCgroup().orElse("?"),
          placement.mount() instanceof MountView.NotMounted
              ? "-"
              : placement.seenMountRoot().orElse("?"),
          remarks(process));
    }
    return table;
  }

  private static String remarks(ProcessInfo process) {
    Placement placement = process.placement();
    StringBuilder remarks = new StringBuilder();
    if (placement.outside().orElse(false)) {
      remarks.append("outside ");
    }
    if (placement.staleMount().orElse(false)) {
      remarks.append("stale-mount ");
    }
    if (process.zombie()) {
      remarks.append("zombie ");
    }
    if (placement.removed()) {
      remarks.append("cgroup-removed ");
    }
    return remarks.toString().stripTrailing();
  }
}
