package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.Answer;
import io.cgck.lab.BootedSystem;
import io.cgck.lab.Command.Outcome;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.DebianPackage;
import io.cgck.lab.Samples;
import io.cgck.lab.Unit;
import io.cgck.lab.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The exporter as its Debian package installs it, in a booted system. */
record InstalledExporter(BootedSystem system, Unit service, Unit socket) {
  static final String CONFIGURATION = "/etc/cgck/cgck.yml";
  static final String DEFAULTS = "/etc/default/cgck-exporter";
  static final String EXAMPLES = "/usr/share/doc/cgck-exporter/examples";

  static InstalledExporter in(BootedSystem system) {
    return new InstalledExporter(
        system,
        new Unit(system, "cgck-exporter.service"),
        new Unit(system, "cgck-exporter.socket"));
  }

  List<Unit> units() {
    return List.of(service, socket);
  }

  /** Installs the package that the build made. */
  void install() {
    install(provide(DebianPackage.ofTheBuild()));
  }

  /** Puts a package where a user would have downloaded it to. */
  String provide(DebianPackage debian) {
    String file = "/root/" + debian.file().getFileName();
    system.copy(debian.file(), file);
    return file;
  }

  /** Unpacks the tarball that the build made, as somebody with a strict umask does it, in /root. */
  void unpackTarball() {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("cgck.packages", "")))) {
      Path tarball =
          files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
      system.copy(tarball, "/root/cgck.tar.gz");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    system.shell("umask 027; cd /root && tar --extract --no-same-permissions --file=cgck.tar.gz");
  }

  /** As an administrator does it, or an unattended upgrade: nobody is asked anything. */
  Outcome install(String debFile) {
    Outcome outcome =
        system.run(
            "apt-get",
            "install",
            "--yes",
            "--option=Dpkg::Options::=--force-confold",
            "--option=Dpkg::Options::=--force-confdef",
            debFile);
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    return outcome;
  }

  /** Brings it back to how it is installed, but for a configuration that scans quickly. */
  void reset() {
    system.shell(
        """
        systemctl kill --signal=KILL %1$s 2>/dev/null || true
        rm -rf /etc/systemd/system/%1$s.d /etc/systemd/system/%2$s.d
        systemctl unmask --quiet %2$s
        systemctl daemon-reload
        systemctl stop %2$s %1$s
        systemctl reset-failed
        """
            .formatted(service.name(), socket.name()));
    configure(DaemonSetup.QUICK);
    system.write(DEFAULTS, "ARGS=\"\"\n");
  }

  void configure(String yaml) {
    system.write(CONFIGURATION, yaml);
  }

  /** Uses one of the drop-ins that are shipped as examples, under its own name. */
  void useExample(String dropIn) {
    service.dropIn(dropIn, system.read(EXAMPLES + "/" + dropIn));
  }

  Samples samples() {
    return samples("localhost:10065");
  }

  Samples samples(String address) {
    Answer answer = system.get("http://" + address + "/metrics");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return Samples.parse(answer.text());
  }

  /** Scrapes until the expectations hold. */
  Samples await(String what, Consumer<Samples> expectations) {
    Samples[] last = {Samples.parse("")};
    AssertionError[] why = {new AssertionError("not asked")};
    Waiting.patiently()
        .until(
            () -> "%s: %s%n%s".formatted(what, why[0], last[0].textOf("cgck_")),
            () -> {
              try {
                last[0] = samples();
                expectations.accept(last[0]);
                return true;
              } catch (AssertionError e) {
                why[0] = e;
                return false;
              }
            });
    return last[0];
  }

  /** The row of a process, by the PID that it has in the system. */
  Map<String, String> row(Samples samples, long pid) {
    return samples.one("cgck_process_info", Map.of("pid", Long.toString(pid))).labels();
  }
}
