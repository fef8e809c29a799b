package io.cgck.cli;

import io.cgck.config.Configuration;
import io.cgck.config.ConfigurationLoader;
import io.cgck.config.ConfigurationResult;
import io.cgck.config.Problem;
import io.cgck.expect.Assessment;
import io.cgck.explain.ConfigExplanation;
import io.cgck.explain.LiveExplanation;
import io.cgck.explain.LiveLimits;
import io.cgck.kernel.Terminal;
import io.cgck.webconfig.Users;
import io.cgck.webconfig.WebConfig;
import io.cgck.webconfig.WebConfigLoader;
import io.cgck.webconfig.WebConfigResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code cgck check-config}. */
final class CheckConfigCommand implements VerbCommand {
  private final CommandSpec spec;
  private final OneLook look = new OneLook();
  private final CgroupFiles cgroupFiles = new CgroupFiles();
  private final Logging logging = new Logging();

  private final Flag<Boolean> againstLive =
      Flag.toggle(
          "Also look at the processes that are here now: which of them each expectation means, and"
              + " whether they meet it.",
          "--against-live");

  private final Flag<Boolean> wide =
      Flag.toggle("Do not cut tables to the width of the terminal.", "--wide");

  private final PositionalParamSpec files =
      PositionalParamSpec.builder()
          .paramLabel("FILE")
          .description("Files to check.")
          .index("0..*")
          .arity("0..*")
          .type(List.class)
          .auxiliaryTypes(Path.class)
          .initialValue(List.of())
          .build();

  private final Flag<Optional<Path>> webConfigFile =
      Flag.optional(
          Path.class,
          "FILE",
          "Web configuration to check, with the certificates and keys that it names.",
          "--web.config.file");

  CheckConfigCommand() {
    spec =
        CommandModel.of(
            this,
            "Checks configuration files and says what is wrong, and where; of a valid one, what its"
                + " expectations ask for, which can never match and which overlap.");
    spec.usageMessage()
        .footer(
            "",
            "A look at the host knows no past: that a process has left where it was first seen,"
                + " only the daemon can tell.",
            "",
            "Exit codes: 0 all are valid, 1 at least one is not, 2 wrong usage.");
    look.addTo(spec);
    cgroupFiles.addTo(spec);
    logging.addTo(spec);
    againstLive.addTo(spec);
    wide.addTo(spec);
    webConfigFile.addTo(spec);
    spec.addPositional(files);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws CommandFailure {
    logging.setUp();
    List<Path> named = files.<List<Path>>getValue();
    if (named.isEmpty() && webConfigFile.value().isEmpty()) {
      throw CommandFailure.wrongUsage(
          "there is nothing to check: name a FILE, or a web configuration with"
              + " --web.config.file=FILE");
    }
    boolean allValid = webConfigFile.value().map(this::checkWebConfig).orElse(true);
    for (Path file : named) {
      allValid &= check(file);
    }
    return allValid ? 0 : 1;
  }

  private boolean check(Path file) throws CommandFailure {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    return switch (new ConfigurationLoader(look.host()).load(file)) {
      case ConfigurationResult.Valid(Configuration configuration, List<Problem> warnings) -> {
        warnings.forEach(warning -> err.println(warning + " (warning)"));
        out.println(file + ": valid");
        new ConfigExplanation(configuration).lines().forEach(out::println);
        if (againstLive.value()) {
          explainLive(configuration, out, err);
        }
        yield true;
      }
      case ConfigurationResult.Invalid(List<Problem> problems) -> {
        problems.forEach(err::println);
        yield false;
      }
    };
  }

  private boolean checkWebConfig(Path file) {
    PrintWriter err = spec.commandLine().getErr();
    return switch (new WebConfigLoader(file).load()) {
      case WebConfigResult.Valid(WebConfig config, List<Problem> warnings) -> {
        warnings.forEach(warning -> err.println(warning + " (warning)"));
        spec.commandLine()
            .getOut()
            .printf(
                "%s: valid: %s, %s%n",
                file,
                config
                    .tls()
                    .map(tls -> "HTTPS, certificate expires " + tls.notAfter())
                    .orElse("plain HTTP"),
                config.users().map(Users::toString).orElse("nobody has to log in"));
        yield true;
      }
      case WebConfigResult.Invalid(List<Problem> problems) -> {
        problems.forEach(err::println);
        yield false;
      }
    };
  }

  private void explainLive(Configuration configuration, PrintWriter out, PrintWriter err)
      throws CommandFailure {
    OneLook.Findings findings = look.assess(configuration, cgroupFiles);
    Assessment assessment = findings.assessment();
    OptionalInt width = wide.value() ? OptionalInt.empty() : new Terminal().columns();
    new LiveExplanation(configuration.expectations(), assessment)
        .lines(width)
        .forEach(out::println);
    new LiveLimits(findings.cgroups().judgements()).lines(width).forEach(out::println);
    OneLook.advise(assessment.snapshot(), err);
  }
}
