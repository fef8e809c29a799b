package io.cgck.cli;

import io.cgck.attribute.Attribution;
import io.cgck.attribute.Attributor;
import io.cgck.config.Configuration;
import io.cgck.expect.Assessment;
import io.cgck.explain.CgroupStatsText;
import io.cgck.json.AttributionJson;
import io.cgck.json.JsonOutput;
import io.cgck.model.CgroupPath;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import io.cgck.text.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cgck tree}. */
final class TreeCommand implements VerbCommand {
  private static final int PROCESSES_SHOWN = 10;

  private final CommandSpec spec;
  private final OneLook look = new OneLook();
  private final CgroupFiles cgroupFiles = new CgroupFiles();
  private final Logging logging = new Logging();

  private final Flag<Boolean> json =
      Flag.toggle("Print a JSON array, one object for each cgroup.", "--json");

  private final Flag<Boolean> stats =
      Flag.toggle(
          "Also tell of each cgroup what it uses and may use, whether it is frozen, what it waited"
              + " for.",
          "--stats");

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
    stats.addTo(spec);
    cgroupFiles.addTo(spec);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws CommandFailure {
    logging.setUp();
    Assessment assessment = look.assess(Configuration.defaults());
    Snapshot snapshot = assessment.snapshot();
    Optional<CgroupStatsText> texts =
        stats.value()
            ? Optional.of(new CgroupStatsText(look.readAll(cgroupFiles, assessment)))
            : Optional.empty();
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
      writeJson(cgroups, texts, out);
    } else {
      writeTree(cgroups, texts, out);
    }
    OneLook.advise(snapshot, spec.commandLine().getErr());
    return 0;
  }

  private void writeJson(
      Map<CgroupPath, List<ProcessInfo>> cgroups,
      Optional<CgroupStatsText> texts,
      PrintWriter out) {
    try (JsonOutput output = new JsonOutput(out)) {
      output.array(
          () ->
              cgroups.forEach(
                  (cgroup, processes) ->
                      output.object(() -> writeCgroup(output, cgroup, processes, texts))));
    }
  }

  private void writeCgroup(
      JsonOutput output,
      CgroupPath cgroup,
      List<ProcessInfo> processes,
      Optional<CgroupStatsText> texts) {
    output.field("cgroup", cgroup.value());
    AttributionJson.writeFields(output, attributor.attribute(cgroup));
    texts.ifPresent(text -> text.write(cgroup, output));
    output.array(
        "processes",
        () ->
            processes.forEach(
                process ->
                    output.object(
                        () -> output.field("pid", process.pid()).field("comm", process.comm()))));
  }

  private void writeTree(
      Map<CgroupPath, List<ProcessInfo>> cgroups,
      Optional<CgroupStatsText> texts,
      PrintWriter out) {
    Node root = new Node();
    cgroups.forEach(
        (cgroup, processes) -> {
          Node node = root;
          for (String name : cgroup.segments()) {
            node = node.children.computeIfAbsent(name, same -> new Node());
          }
          node.processes.addAll(processes);
        });
    out.println("/" + summary(root, CgroupPath.ROOT, texts));
    write(root, CgroupPath.ROOT, "", texts, out);
  }

  /** A cgroup on the way to one with processes. */
  private static final class Node {
    private final Map<String, Node> children = new TreeMap<>();
    private final List<ProcessInfo> processes = new ArrayList<>();

    int below() {
      return processes.size() + children.values().stream().mapToInt(Node::below).sum();
    }
  }

  private void write(
      Node node, CgroupPath path, String indent, Optional<CgroupStatsText> texts, PrintWriter out) {
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
      out.println(
          indent + (last ? "└─" : "├─") + Printable.of(name) + summary(child, childPath, texts));
      write(child, childPath, indent + (last ? "  " : "│ "), texts, out);
    }
  }

  private String summary(Node node, CgroupPath path, Optional<CgroupStatsText> texts) {
    Attribution made = attributor.attribute(path);
    String container =
        made.containerId().isEmpty()
            ? ""
            : ", "
                + made.runtime()
                + " container "
                + Printable.of(
                    made.containerId().substring(0, Math.min(12, made.containerId().length())));
    String line = texts.map(text -> text.line(path)).orElse("");
    return "  (" + node.below() + container + ")" + (line.isEmpty() ? "" : "  " + line);
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
