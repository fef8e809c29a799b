package io.cgck.cli;

import io.cgck.expect.Assessment;
import io.cgck.expect.CgroupStanding;
import io.cgck.expect.Standing;
import io.cgck.explain.Explanation;
import io.cgck.explain.ExplanationJson;
import io.cgck.explain.LimitExplanation;
import io.cgck.explain.Subject;
import io.cgck.json.JsonOutput;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import io.cgck.stats.Situation;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code cgck explain PID}. */
final class ExplainCommand implements VerbCommand {
  private final CommandSpec spec;
  private final OneLook look = new OneLook();
  private final CgroupFiles cgroupFiles = new CgroupFiles();
  private final ConfigFile configFile = new ConfigFile();
  private final Logging logging = new Logging();

  private final PositionalParamSpec pid =
      PositionalParamSpec.builder()
          .paramLabel("PID")
          .description("The process, as this procfs numbers it.")
          .index("0")
          .arity("1")
          .required(true)
          .type(Integer.class)
          .build();

  private final Flag<Boolean> json = Flag.toggle("Print a JSON object.", "--json");

  ExplainCommand() {
    spec =
        CommandModel.of(
            this,
            "Explains one process: where it is, what it sees, why, and what would repair it.");
    look.addTo(spec);
    cgroupFiles.addTo(spec);
    configFile.addTo(spec);
    logging.addTo(spec);
    json.addTo(spec);
    spec.addPositional(pid);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws CommandFailure {
    logging.setUp();
    OneLook.Findings findings = look.assess(configFile.load(look.host()), cgroupFiles);
    Assessment assessment = findings.assessment();
    Snapshot snapshot = assessment.snapshot();
    int wanted = pid.<Integer>getValue();
    ProcessInfo process =
        snapshot.processes().stream()
            .filter(each -> each.pid() == wanted)
            .findFirst()
            .orElseThrow(() -> new CommandFailure("there is no process with PID " + wanted));
    PrintWriter out = spec.commandLine().getOut();
    Subject subject = new Subject(snapshot, process);
    List<Standing> standings = assessment.judgements().of(process.id());
    Situation situation = look.situation(cgroupFiles, snapshot, process);
    List<CgroupStanding> ofCgroups =
        findings.cgroups().judgements().standings().stream()
            .filter(
                each ->
                    process.memberships().stream()
                        .anyMatch(membership -> membership.cgroup().equals(each.cgroup())))
            .toList();
    LimitExplanation limits = new LimitExplanation(situation, ofCgroups);
    if (json.value()) {
      try (JsonOutput output = new JsonOutput(out)) {
        new ExplanationJson(subject, standings, limits).write(output);
      }
    } else {
      new Explanation(subject, standings, limits).lines().forEach(out::println);
    }
    OneLook.advise(snapshot, spec.commandLine().getErr());
    return 0;
  }
}
