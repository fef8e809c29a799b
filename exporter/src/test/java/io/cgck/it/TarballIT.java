package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.BootedSystem;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.SystemRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tarball and its installer, on a system that was really booted. */
class TarballIT {
  private static final String EDITED = DaemonSetup.QUICK + "# By the administrator.\n";
  private static final String INSTALL = "/root/cgck-exporter-*/install.sh";

  @AutoClose private final BootedSystem system = BootedSystem.boot(SystemRoot.BOOKWORM);
  private final InstalledExporter exporter = InstalledExporter.in(system);

  @RegisterExtension
  private final JournalOnFailure journal =
      new JournalOnFailure(SystemRoot.BOOKWORM, exporter::units);

  @Test
  void itIsInstalledUpgradedAndRemovedWithoutATrace() throws Exception {
    system.call("systemctl", "daemon-reload");
    unpack();
    String before = Inventory.of(system);

    assertThat(system.shell("umask 077; " + INSTALL)).contains("systemctl status cgck-exporter");

    assertRuns();
    assertThat(exporter.service().enabled()).isEqualTo("enabled");
    assertThat(system.call("systemctl", "show", "--property=User", "cgck-exporter"))
        .isEqualTo("User=cgck");
    long pid = exporter.service().mainPid();
    exporter.configure(EDITED);

    assertThat(system.shell(INSTALL))
        .contains("/etc/cgck/cgck.yml was edited and stays")
        .doesNotContain("/etc/default/cgck-exporter");

    assertRuns();
    assertThat(exporter.service().mainPid()).isNotEqualTo(pid);
    assertThat(system.read(InstalledExporter.CONFIGURATION)).isEqualTo(EDITED);

    system.call("/usr/lib/cgck/tarball/install.sh", "--uninstall");

    assertThat(exporter.service().state()).isEqualTo("inactive");
    assertThat(system.read(InstalledExporter.CONFIGURATION)).isEqualTo(EDITED);
    assertThat(system.call("find", "/usr", "-name", "*cgck*")).isEmpty();

    system.shell(INSTALL + " --no-start");
    assertThat(exporter.service().state()).isEqualTo("inactive");
    system.shell(INSTALL + " --uninstall --purge");

    assertThat(Inventory.of(system).lines()).containsExactlyElementsOf(before.lines().toList());
  }

  private void unpack() throws IOException {
    Path packages = Path.of(System.getProperty("cgck.packages", ""));
    try (Stream<Path> files = Files.list(packages)) {
      Path tarball =
          files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
      system.copy(tarball, "/root/cgck.tar.gz");
    }
    system.shell("umask 027; cd /root && tar --extract --no-same-permissions --file=cgck.tar.gz");
  }

  private void assertRuns() {
    assertThat(exporter.service().state()).isEqualTo("active");
    assertThat(exporter.socket().state()).isEqualTo("active");
    assertThat(exporter.samples().named("cgck_build_info")).hasSize(1);
  }
}
