package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.BootedSystem;
import io.cgck.lab.Command.Outcome;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.DebianPackage;
import io.cgck.lab.SystemRoot;
import io.cgck.lab.Waiting;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The Debian package in systems that were really booted: how it comes, changes and goes. */
@ParameterizedClass
@EnumSource(names = {"BOOKWORM", "TRIXIE"})
class DebianPackageIT {
  private static final String PREVIOUS_VERSION = "0.0.1";
  private static final String OF_THE_PREVIOUS = "# Of the previous version.";
  private static final String EDITED = DaemonSetup.QUICK + "# By the administrator.\n";
  private static final String EDITED_DEFAULTS = "ARGS=\"--log.level=warn\"\n";

  private static final DebianPackage BUILT = DebianPackage.ofTheBuild();

  @AutoClose private final BootedSystem system;
  private final InstalledExporter exporter;
  private final String debFile;

  @RegisterExtension private final JournalOnFailure journal;

  DebianPackageIT(SystemRoot root) {
    system = BootedSystem.boot(root);
    exporter = InstalledExporter.in(system);
    journal = new JournalOnFailure(root, exporter::units);
    debFile = exporter.provide(BUILT);
  }

  @Test
  void itRunsOnceItIsInstalledAndLeavesNothingWhenItIsPurged() {
    assertThat(system.run("sh", "-c", "command -v java").exitCode()).as("Java").isNotZero();
    // The lists that are not there yet are made by the first call, whatever it is for.
    system.call("systemctl", "daemon-reload");
    String before = Inventory.of(system);

    Outcome outcome = exporter.install(debFile);

    assertThat(outcome.stderr()).as("complaints").doesNotContainIgnoringCase("warning", "error");
    assertRuns();
    assertThat(exporter.service().enabled()).isEqualTo("enabled");
    assertThat(exporter.socket().enabled()).isEqualTo("enabled");
    assertThat(exporter.service().status())
        .contains("Active: active (running)")
        .containsPattern("Status: \"Watching [1-9][0-9]* processes");
    assertThat(system.call("cgck", "--version")).contains("0.1.0");
    assertThat(system.call("cgck", "check-config", InstalledExporter.CONFIGURATION))
        .as("the configuration as shipped")
        .isNotEmpty();
    assertThat(system.call("dpkg", "--verify", DebianPackage.NAME)).isEmpty();
    assertThat(
            List.of(
                "/usr/share/man/man1/cgck.1.gz",
                "/usr/share/man/man5/cgck.yml.5.gz",
                "/usr/share/bash-completion/completions/cgck",
                "/usr/share/doc/cgck-exporter/copyright"))
        .allSatisfy(file -> system.call("test", "-s", file));
    String uid = system.call("id", "-u", "cgck");

    exporter.configure(EDITED);
    apt("remove");

    assertThat(exporter.service().state()).isEqualTo("inactive");
    assertThat(exporter.socket().state()).isEqualTo("inactive");
    assertThat(system.run("pgrep", "-u", uid).stdout()).as("processes of the user").isEmpty();
    assertThat(system.read(InstalledExporter.CONFIGURATION)).isEqualTo(EDITED);
    assertThat(system.call("find", "/usr", "-name", "*cgck*")).isEmpty();

    apt("purge");

    assertThat(Inventory.of(system).lines()).containsExactlyElementsOf(before.lines().toList());
    assertThat(system.run("pgrep", "-u", uid).stdout()).as("processes of the user").isEmpty();
  }

  @Test
  void itComesBackAfterARemovalAsItWas() {
    exporter.install(debFile);
    exporter.configure(EDITED);
    apt("remove");

    exporter.install(debFile);

    assertRuns();
    assertThat(exporter.service().enabled()).isEqualTo("enabled");
    assertThat(system.read(InstalledExporter.CONFIGURATION)).isEqualTo(EDITED);
  }

  @Test
  void anUpgradeKeepsWhatWasEditedAndRunsTheNewVersion() {
    exporter.install(previous());
    assertRuns();
    assertThat(environment()).contains("CGCK_PREVIOUS=1");
    long pid = exporter.service().mainPid();
    exporter.configure(EDITED);
    system.write(InstalledExporter.DEFAULTS, EDITED_DEFAULTS);

    exporter.install(debFile);

    assertThat(system.call("dpkg-query", "--show", DebianPackage.NAME)).endsWith(BUILT.version());
    assertRuns();
    assertThat(exporter.service().mainPid()).isNotEqualTo(pid);
    assertThat(environment()).doesNotContain("CGCK_PREVIOUS=1");
    assertThat(exporter.service().property("NeedDaemonReload")).isEqualTo("no");
    assertThat(system.read(InstalledExporter.CONFIGURATION)).isEqualTo(EDITED);
    assertThat(system.read(InstalledExporter.DEFAULTS)).isEqualTo(EDITED_DEFAULTS);

    apt("purge");
    assertThat(system.call("find", "/etc", "/usr", "/var/lib/systemd", "-name", "*cgck*"))
        .as("with what dpkg put beside the edited files")
        .isEmpty();
  }

  @Test
  void scrapesDuringAnUpgradeWaitAndAreNotRefused() {
    exporter.install(previous());
    system.write("/root/scrape", SCRAPE_AGAIN_AND_AGAIN);
    system.call("systemd-run", "--unit=scraper", "sh", "/root/scrape");
    awaitScrapes(1);

    exporter.install(debFile);

    awaitScrapes(scrapes().size() + 2);
    assertThat(environment()).doesNotContain("CGCK_PREVIOUS=1");
    // What the old daemon was answering when it was stopped may have been cut off.
    assertThat(scrapes()).noneMatch(scrape -> scrape.endsWith(" " + COULD_NOT_CONNECT));
    assertThat(scrapes().getLast()).isEqualTo("200 0");
  }

  /** HTTP status, and how curl exits. */
  private static final String SCRAPE_AGAIN_AND_AGAIN =
      """
      while :; do
        curl --silent --output /dev/null --max-time 20 --write-out '%{http_code} %{exitcode}\\n' \\
          http://localhost:10065/metrics >>/run/scrapes || true
      done
      """;

  private static final int COULD_NOT_CONNECT = 7;

  private List<String> scrapes() {
    return system.shell("cat /run/scrapes 2>/dev/null || true").lines().toList();
  }

  private void awaitScrapes(int number) {
    Waiting.patiently().until(number + " scrapes", () -> scrapes().size() >= number);
  }

  @Test
  void anUpgradeReplacesWhatWasNotEdited() {
    exporter.install(previous());
    assertThat(system.read(InstalledExporter.CONFIGURATION)).contains(OF_THE_PREVIOUS);

    exporter.install(debFile);

    assertRuns();
    assertThat(system.read(InstalledExporter.CONFIGURATION)).doesNotContain(OF_THE_PREVIOUS);
    assertThat(system.read(InstalledExporter.DEFAULTS)).doesNotContain(OF_THE_PREVIOUS);
  }

  @Test
  void anUpgradeDoesNotStartWhatTheAdministratorDisabled() {
    exporter.install(previous());
    exporter.socket().systemctl("disable", "--now");
    exporter.service().systemctl("disable", "--now");

    exporter.install(debFile);

    assertThat(exporter.service().state()).isEqualTo("inactive");
    assertThat(exporter.socket().state()).isEqualTo("inactive");
    assertThat(exporter.service().enabled()).isEqualTo("disabled");
    assertThat(exporter.socket().enabled()).isEqualTo("disabled");
  }

  @Test
  void whereAPolicyForbidsItNothingIsStarted() {
    system.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n");
    system.call("chmod", "755", "/usr/sbin/policy-rc.d");

    exporter.install(debFile);

    assertThat(exporter.service().state()).isEqualTo("inactive");
    assertThat(exporter.socket().state()).isEqualTo("inactive");
    assertThat(exporter.service().enabled()).as("for the next boot").isEqualTo("enabled");
    assertThat(system.run("pgrep", "-u", "cgck").stdout()).isEmpty();
  }

  private void assertRuns() {
    assertThat(exporter.service().state()).isEqualTo("active");
    assertThat(exporter.socket().state()).isEqualTo("active");
    assertThat(exporter.samples().named("cgck_build_info")).hasSize(1);
    assertThat(exporter.service().property("NRestarts")).isEqualTo("0");
  }

  /** Of what runs now. */
  private List<String> environment() {
    return List.of(
        system.read("/proc/%d/environ".formatted(exporter.service().mainPid())).split("\0", -1));
  }

  private void apt(String verb) {
    system.call("apt-get", verb, "--yes", DebianPackage.NAME);
  }

  /**
   * The built package, changed into one that could have come before: of a lower version, with other
   * configuration files, and with a launcher that leaves a trace in the environment.
   */
  private String previous() {
    String file = "/root/previous.deb";
    system.shell(
        """
        dpkg-deb --raw-extract %s /root/previous
        cd /root/previous
        sed -i 's/^Version: .*/Version: %s/' DEBIAN/control
        for file in etc/cgck/cgck.yml etc/default/cgck-exporter; do
          echo '%s' >>"$file"
        done
        sed -i 's/^exec /exec env CGCK_PREVIOUS=1 /' usr/lib/cgck/bin/cgck
        dpkg-deb --root-owner-group -Znone --build . %s
        """
            .formatted(debFile, PREVIOUS_VERSION, OF_THE_PREVIOUS, file));
    return file;
  }
}
