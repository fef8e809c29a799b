package io.cgck.cli;

import io.cgck.kernel.Terminal;
import io.cgck.model.CgroupPath;
import io.cgck.model.MountView;
import io.cgck.model.NamespaceId;
import io.cgck.model.Placement;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cgck ps}. */
@Command(
    name = "ps",
    description = {
      "Lists processes with their cgroup as the host sees it (CGROUP) and, as each process sees"
          + " them itself, its cgroup (NS_CGROUP) and the root of its cgroup mount (MOUNT_ROOT).",
      "A path that begins with /.. leaves the cgroup namespace of the process. What could not be"
          + " read shows as ?, a mount that is not there as -.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class PsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OneLook look = new OneLook();
  @Mixin private ProcessFilter filter = new ProcessFilter();
  @Mixin private Logging logging = new Logging();

  @Option(names = "--json", description = "Print a JSON array, one object for each process.")
  private boolean json;

  @Option(
      names = {"-a", "--all"},
      description = "Include kernel threads.")
  private boolean all;

  @Option(
      names = {"-w", "--wide"},
      description = "Do not cut columns to the width of the terminal.")
  private boolean wide;

  @Option(
      names = {"-s", "--sort"},
      defaultValue = "pid",
      paramLabel = "KEY",
      description = "Sort by ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private SortKey sort = SortKey.pid;

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

  @Override
  public Integer call() throws CommandFailure {
    logging.setUp();
    ProcessFilter.Chosen chosen = filter.choose();
    Snapshot snapshot = look.take(chosen.details());
    List<ProcessInfo> processes =
        snapshot.processes().stream()
            .filter(process -> all || filter.namesProcesses() || !process.kernelThread())
            .filter(chosen.test())
            .sorted(sort.order())
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      PsJson.write(processes, snapshot, out);
    } else {
      table(processes)
          .lines(wide ? OptionalInt.empty() : new Terminal().columns())
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
