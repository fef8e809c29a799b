package io.cgck.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/** A suite of Debian, for the programs of Prometheus that the build unpacked from it. */
public enum Suite {
  /** The machine's own: its programs are always there. */
  MACHINE,
  /** Prometheus 2.53. */
  TRIXIE,
  /** Prometheus 3, and the newest Alertmanager. */
  SID;

  /** A program. Where the build could not have the suite, the test is skipped and says why. */
  Path command(String name) {
    if (this == MACHINE) {
      return testbed().command(name);
    }
    Path command = testbed().unpacked(name);
    if (!Files.isExecutable(command)) {
      Assumptions.abort("%s of %s is missing: %s".formatted(name, this, testbed().whyMissing()));
    }
    return command;
  }

  /**
   * A command line of Alertmanager's programs. Debian's have the path of a template compiled in,
   * {@code /usr/share/prometheus/alertmanager/default.tmpl}, and no flag to name another: what was
   * unpacked is mounted over {@code /usr/share} in a mount namespace of the program's own, which is
   * the same process in the end.
   */
  List<String> alertmanagers(String name) {
    Path command = command(name);
    if (!command.equals(testbed().unpacked(name))) {
      return List.of(command.toString());
    }
    String mount = "mount --bind \"$1\" /usr/share && shift && exec \"$@\"";
    List<String> inShell =
        List.of("sh", "-c", mount, "sh", testbed().share().toString(), command.toString());
    List<String> line = new ArrayList<>(List.of("unshare", "--mount"));
    if (!"root".equals(System.getProperty("user.name"))) {
      line.add("--map-root-user");
    }
    line.addAll(inShell);
    return line;
  }

  private Testbed testbed() {
    Testbed testbed = Testbed.ofTheBuild();
    return this == MACHINE ? testbed : testbed.ofSuite(name().toLowerCase(Locale.ROOT));
  }
}
