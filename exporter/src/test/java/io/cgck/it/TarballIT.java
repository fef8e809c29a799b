package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.BootedSystem;
import io.cgck.lab.Command;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.DebianPackage;
import io.cgck.lab.SystemRoot;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tarball and its installer, on a system that was really booted. */
class TarballIT {
  private static final String EDITED = DaemonSetup.QUICK + "# By the administrator.\n";
  private static final String OF_THE_NEXT = "# Of the next version.";
  private static final String NEW_CONFIGURATION = InstalledExporter.CONFIGURATION + ".new";
  private static final String INSTALL = "/root/cgck-exporter-*/install.sh";
  private static final String INSTALL_NEXT = "/root/next/install.sh";

  @AutoClose private final BootedSystem system = BootedSystem.boot(SystemRoot.BOOKWORM);
  private final InstalledExporter exporter = InstalledExporter.in(system);

  @RegisterExtension
  private final JournalOnFailure journal =
      new JournalOnFailure(SystemRoot.BOOKWORM, exporter::units);

  @Test
  void itIsInstalledAndRemovedWithoutATrace() {
    system.call("systemctl", "daemon-reload");
    exporter.unpackTarball();
    String before = Inventory.of(system);

    assertThat(system.shell("umask 077; " + INSTALL)).contains("systemctl status cgck-exporter");

    assertRuns();
    assertThat(exporter.service().enabled()).isEqualTo("enabled");
    assertThat(system.call("systemctl", "show", "--property=User", "cgck-exporter"))
        .isEqualTo("User=cgck");
    exporter.configure(EDITED);

    system.call("/usr/lib/cgck/tarball/install.sh", "--uninstall");

    assertThat(exporter.service().state()).isEqualTo("inactive");
    assertThat(system.read(InstalledExporter.CONFIGURATION)).isEqualTo(EDITED);
    assertThat(system.call("find", "/usr", "-name", "*cgck*")).isEmpty();

    system.shell(INSTALL + " --no-start");
    assertThat(exporter.service().state()).isEqualTo("inactive");
    system.shell(INSTALL + " --uninstall --purge");

    assertThat(Inventory.of(system).lines()).containsExactlyElementsOf(before.lines().toList());
  }

  @Test
  void anUpgradeKeepsWhatWasEditedAndRemovesWhatTheNewVersionHasNot() {
    system.call("systemctl", "daemon-reload");
    exporter.unpackTarball();
    String before = Inventory.of(system);
    system.shell(INSTALL);
    long pid = exporter.service().mainPid();
    exporter.configure(EDITED);

    assertThat(system.shell(INSTALL)).as("the same once more").doesNotContain("was edited");

    assertThat(exporter.service().mainPid()).isNotEqualTo(pid);
    assertThat(exists(NEW_CONFIGURATION)).isFalse();

    prepareNextVersion();
    assertThat(system.shell(INSTALL_NEXT))
        .contains("/etc/cgck/cgck.yml was edited and stays")
        .doesNotContain("/etc/default/cgck-exporter");

    assertRuns();
    assertThat(system.read(InstalledExporter.CONFIGURATION)).isEqualTo(EDITED);
    assertThat(system.read(NEW_CONFIGURATION)).endsWith(OF_THE_NEXT + "\n");
    assertThat(system.read(InstalledExporter.DEFAULTS)).endsWith(OF_THE_NEXT + "\n");
    assertThat(exists(InstalledExporter.EXAMPLES)).as("not in the next version").isFalse();

    system.shell("rm " + NEW_CONFIGURATION);
    assertThat(system.shell(INSTALL_NEXT)).doesNotContain("was edited");
    assertThat(exists(NEW_CONFIGURATION)).as("what was dealt with comes again").isFalse();

    system.shell(INSTALL_NEXT + " --uninstall --purge");
    assertThat(Inventory.of(system).lines()).containsExactlyElementsOf(before.lines().toList());
  }

  @Test
  void anUpgradeStartsNothingThatTheAdministratorDisabledOrMasked() {
    exporter.unpackTarball();
    system.shell(INSTALL);
    exporter.socket().systemctl("mask", "--now");
    exporter.service().systemctl("disable", "--now");

    system.shell(INSTALL);

    assertThat(exporter.service().state()).isEqualTo("inactive");
    assertThat(exporter.socket().state()).isEqualTo("inactive");
    assertThat(exporter.service().enabled()).isEqualTo("disabled");
    assertThat(exporter.socket().enabled()).isEqualTo("masked");

    exporter.service().systemctl("mask");
    assertThat(system.shell(INSTALL)).contains("cgck is upgraded");
    assertThat(exporter.service().enabled()).isEqualTo("masked");
  }

  @Test
  void itKeepsOutOfTheWayOfThePackage() {
    exporter.unpackTarball();
    exporter.install();
    assertThat(refusal(INSTALL)).contains("is installed as a package");

    system.call("apt-get", "remove", "--yes", DebianPackage.NAME);
    assertThat(refusal(INSTALL)).contains("apt-get purge cgck-exporter");
    assertThat(exists("/usr/lib/cgck")).isFalse();

    system.call("apt-get", "purge", "--yes", DebianPackage.NAME);
    system.shell(INSTALL);
    assertRuns();
  }

  @Test
  void whereItCannotRunItSaysWhyAndInstallsNothing() {
    exporter.unpackTarball();
    system.shell("cd /root/cgck-exporter-*; mount --bind . .; mount -o remount,bind,noexec .");

    assertThat(refusal("sh " + INSTALL))
        .contains("cgck does not run here", "bin/cgck: Permission denied");
    assertThat(exists("/usr/lib/cgck")).isFalse();
  }

  private String refusal(String script) {
    Command.Outcome outcome = system.run("sh", "-euc", script);
    assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(1);
    return outcome.stderr();
  }

  private boolean exists(String path) {
    return system.run("test", "-e", path).exitCode() == 0;
  }

  /** With other configuration files, and without the examples. */
  private void prepareNextVersion() {
    system.shell(
        """
        cp -a /root/cgck-exporter-* /root/next
        cd /root/next
        for file in etc/cgck/cgck.yml etc/default/cgck-exporter; do
          echo '%s' >>"$file"
        done
        rm -r .%s
        """
            .formatted(OF_THE_NEXT, InstalledExporter.EXAMPLES));
  }

  private void assertRuns() {
    assertThat(exporter.service().state()).isEqualTo("active");
    assertThat(exporter.socket().state()).isEqualTo("active");
    assertThat(exporter.samples().named("cgck_build_info")).hasSize(1);
  }
}
