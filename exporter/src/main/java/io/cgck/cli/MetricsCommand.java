package io.cgck.cli;

import io.cgck.config.Configuration;
import io.cgck.expect.Assessment;
import io.cgck.metrics.ExpositionFormat;
import io.cgck.metrics.Publisher;
import io.cgck.metrics.RegistryExposition;
import io.cgck.model.Snapshot;
import io.prometheus.client.CollectorRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cgck metrics}. */
final class MetricsCommand implements VerbCommand {
  private final CommandSpec spec;
  private final OneLook look = new OneLook();
  private final ConfigFile configFile = new ConfigFile();
  private final CgroupFiles cgroupFiles = new CgroupFiles();
  private final Logging logging = new Logging();

  MetricsCommand() {
    spec =
        CommandModel.of(
            this,
            "Scans once and prints the metrics, in the text format of the textfile collector of"
                + " node_exporter.");
    look.addTo(spec);
    cgroupFiles.addTo(spec);
    configFile.addTo(spec);
    logging.addTo(spec);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws CommandFailure {
    logging.setUp();
    Configuration configuration = configFile.load(look.host());
    OneLook.Findings findings = look.assess(configuration, cgroupFiles);
    Assessment assessment = findings.assessment();
    Snapshot snapshot = assessment.snapshot();
    Publisher publisher = new Publisher(configuration, Version.build(), Clock.systemUTC());
    publisher.publish(
        assessment,
        findings.cgroups(),
        snapshot.duration().toNanos() / 1e9,
        configuration.scan().interval().toNanos() / 1e9,
        true);
    CollectorRegistry registry = new CollectorRegistry();
    publisher.register(registry);
    byte[] text = new RegistryExposition(registry).text(ExpositionFormat.TEXT, Set.of());
    spec.commandLine().getOut().print(new String(text, StandardCharsets.UTF_8));
    spec.commandLine().getOut().flush();
    OneLook.advise(snapshot, spec.commandLine().getErr());
    return 0;
  }
}
