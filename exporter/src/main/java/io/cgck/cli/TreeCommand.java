package io.cgck.cli;

import io.cgck.attribute.Attribution;
import io.cgck.attribute.Attributor;
import io.cgck.model.CgroupPath;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cgck tree}. */
final class TreeCommand implements VerbCommand {
  private static final int PROCESSES_SHOWN = 10;

  private final CommandSpec spec;
  private final OneLook look = new OneLook();
  private final Logging logging = new Logging();

  private final Flag<Boolean> json =
      Flag.toggle("Print a JSON array, one object for each cgroup.", "--json");

  private final Flag<Boolean> all =
      Flag.toggle("Name all processes, also kernel threads, however many.", "-a", "--all");

  private final Attributor attributor = new Attributor();

  TreeCommand() {
    spec =
        CommandModel.of(
            this, "Shows the cgroups that have processes, as a tree, with their processes.");
    look.addTo(spec);
    logging.addTo(spec);
    json.addTo(spec);
    all.addTo(spec);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws CommandFailure {
    logging.setUp();
    Snapshot snapshot = look.take(Set.of());
    Map<CgroupPath, List<ProcessInfo>> cgroups = new TreeMap<>();
    for (ProcessInfo process : snapshot.processes()) {
      if (all.value() || !process.kernelThread()) {
        process
            .cgroup()
            .ifPresent(at -> cgroups.computeIfAbsent(at, same -> new ArrayList<>()).add(process));
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json.value()) {
      writeJson(cgroups, out);
    } else {
      writeTree(cgroups, out);
    }
    OneLook.advise(snapshot, spec.commandLine().getErr());
    return 0;
  }

  private void writeJson(Map<CgroupPath, List<ProcessInfo>> cgroups, PrintWriter out) {
    try (JsonOutput output = new JsonOutput(out)) {
      output.array(
          () ->
              cgroups.forEach(
                  (cgroup, processes) ->
                      output.object(() -> writeCgroup(output, cgroup, processes))));
    }
  }

  private void writeCgroup(JsonOutput output, CgroupPath cgroup, List<ProcessInfo> processes) {
    output.field("cgroup", cgroup.value());
    AttributionJson.writeFields(output, attributor.attribute(cgroup));
    output.array(
        "processes",
        () ->
            processes.forEach(
                process ->
                    output.object(
                        () -> output.field("pid", process.pid()).field("comm", process.comm()))));
  }

  private void writeTree(Map<CgroupPath, List<ProcessInfo>> cgroups, PrintWriter out) {
    Node root = new Node();
    cgroups.forEach(
        (cgroup, processes) -> {
          Node node = root;
          for (String name : cgroup.segments()) {
            node = node.children.computeIfAbsent(name, same -> new Node());
          }
          node.processes.addAll(processes);
        });
    out.println("/" + summary(root, CgroupPath.ROOT));
    write(root, CgroupPath.ROOT, "", out);
  }

  /** A cgroup on the way to one with processes. */
  private static final class Node {
    private final Map<String, Node> children = new TreeMap<>();
    private final List<ProcessInfo> processes = new ArrayList<>();

    int below() {
      return processes.size() + children.values().stream().mapToInt(Node::below).sum();
    }
  }

  private void write(Node node, CgroupPath path, String indent, PrintWriter out) {
    List<String> names = new ArrayList<>(node.children.keySet());
    boolean more = !names.isEmpty();
    for (String line : processLines(node.processes)) {
      out.println(indent + (more ? "│ " : "  ") + line);
    }
    for (int index = 0; index < names.size(); index++) {
      String name = names.get(index);
      Node child = node.children.getOrDefault(name, new Node());
      CgroupPath childPath = new CgroupPath((path.isRoot() ? "" : path.value()) + "/" + name);
      boolean last = index == names.size() - 1;
      out.println(indent + (last ? "└─" : "├─") + Printable.of(name) + summary(child, childPath));
      write(child, childPath, indent + (last ? "  " : "│ "), out);
    }
  }

  private String summary(Node node, CgroupPath path) {
    Attribution made = attributor.attribute(path);
    String container =
        made.containerId().isEmpty()
            ? ""
            : ", "
                + made.runtime()
                + " container "
                + Printable.of(
                    made.containerId().substring(0, Math.min(12, made.containerId().length())));
    return "  (" + node.below() + container + ")";
  }

  private List<String> processLines(List<ProcessInfo> processes) {
    int shown = all.value() ? processes.size() : Math.min(PROCESSES_SHOWN, processes.size());
    List<String> lines = new ArrayList<>();
    for (ProcessInfo process : processes.subList(0, shown)) {
      lines.add(
          process.pid()
              + " "
              + Printable.of(process.comm())
              + (process.zombie() ? " (zombie)" : "")
              + (process.placement().removed() ? " (cgroup removed)" : ""));
    }
    if (shown < processes.size()) {
      lines.add("… and " + (processes.size() - shown) + " more (--all)");
    }
    return lines;
  }
}
