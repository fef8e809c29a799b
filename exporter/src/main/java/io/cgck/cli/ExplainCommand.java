package io.cgck.cli;

import io.cgck.expect.Assessment;
import io.cgck.expect.Standing;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cgck explain PID}. */
@Command(
    name = "explain",
    description = "Explains one process: where it is, what it sees, why, and what would repair it.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OneLook look = new OneLook();
  @Mixin private ConfigFile configFile = new ConfigFile();
  @Mixin private Logging logging = new Logging();

  @Parameters(paramLabel = "PID", description = "The process, as this procfs numbers it.")
  private int pid;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  @Override
  public Integer call() throws CommandFailure {
    logging.setUp();
    Assessment assessment = look.assess(configFile.load(look.host()));
    Snapshot snapshot = assessment.snapshot();
    ProcessInfo process =
        snapshot.processes().stream()
            .filter(each -> each.pid() == pid)
            .findFirst()
            .orElseThrow(() -> new CommandFailure("there is no process with PID " + pid));
    PrintWriter out = spec.commandLine().getOut();
    Subject subject = new Subject(snapshot, process);
    List<Standing> standings = assessment.judgements().of(process.id());
    if (json) {
      try (JsonOutput output = new JsonOutput(out)) {
        new ExplanationJson(subject, standings).write(output);
      }
    } else {
      new Explanation(subject, standings).lines().forEach(out::println);
    }
    OneLook.advise(snapshot, spec.commandLine().getErr());
    return 0;
  }
}
