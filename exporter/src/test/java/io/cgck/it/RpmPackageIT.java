package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.BootedSystem;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.SystemRoot;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The package for rpm, made and installed by the rpm of a Debian that was really booted. What other
 * packages it needs is not looked at: there they are none of rpm's.
 */
class RpmPackageIT {
  private static final Path SPEC = Path.of("../deploy/packages/rpm/cgck-exporter.spec");
  private static final String EDITED = DaemonSetup.QUICK + "# By the administrator.\n";
  private static final String RPM = "rpm --force-debian --nodeps ";

  @AutoClose private final BootedSystem system = BootedSystem.boot(SystemRoot.BOOKWORM);
  private final InstalledExporter exporter = InstalledExporter.in(system);

  @RegisterExtension
  private final JournalOnFailure journal =
      new JournalOnFailure(SystemRoot.BOOKWORM, exporter::units);

  /** Of the files in the tarball, which are the same. */
  @BeforeEach
  void build() {
    exporter.unpackTarball();
    system.copy(SPEC, "/root/cgck-exporter.spec");
    system.shell(
        """
        mv /root/cgck-exporter-*/ /root/tree
        rm /root/tree/install.sh /root/tree/LICENSE
        chmod -R u=rwX,go=rX /root/tree
        for version in 1 2; do
          rpmbuild --quiet -bb --define "cgck_tree /root/tree" --define "cgck_version $version" \
            --define "_rpmfilename $version.rpm" --define "_rpmdir /root" \
            --define "_binary_payload w1.zstdio" /root/cgck-exporter.spec
        done
        """);
  }

  @Test
  void itIsInstalledUpgradedAndRemoved() {
    system.shell(RPM + "--install /root/1.rpm");

    assertThat(exporter.service().enabled()).as("as Debian presets it").isEqualTo("enabled");
    assertThat(exporter.socket().enabled()).isEqualTo("enabled");
    assertThat(exporter.service().state()).as("rpm starts nothing").isEqualTo("inactive");
    exporter.configure(EDITED);
    exporter.service().systemctl("start");
    assertRuns();
    long pid = exporter.service().mainPid();

    system.shell(RPM + "--upgrade /root/2.rpm");

    assertThat(exporter.service().mainPid()).isNotEqualTo(pid);
    assertRuns();
    assertThat(system.read(InstalledExporter.CONFIGURATION)).isEqualTo(EDITED);
    assertThat(system.shell("rpm --verify --nodeps cgck-exporter || true"))
        .as("what changed since")
        .doesNotContain("/usr/");

    system.shell(RPM + "--erase cgck-exporter");

    assertThat(exporter.service().state()).isEqualTo("inactive");
    assertThat(exporter.socket().state()).isEqualTo("inactive");
    assertThat(system.call("find", "/usr", "/etc", "-name", "*cgck*"))
        .as("the edited configuration, and the account's home is nowhere")
        .isEqualTo("/etc/cgck\n/etc/cgck/cgck.yml.rpmsave");
  }

  @Test
  void aDistributionMayPresetThatItStaysOff() {
    system.write("/etc/systemd/system-preset/00-test.preset", "disable *\n");

    system.shell(RPM + "--install /root/1.rpm");

    assertThat(exporter.service().enabled()).isEqualTo("disabled");
    assertThat(exporter.socket().enabled()).isEqualTo("disabled");
  }

  @Test
  void inAnImageItIsEnabledForTheFirstBoot() {
    // Where systemd runs is seen by what is in /run.
    system.shell(
        "unshare --mount sh -euc 'mount -t tmpfs tmpfs /run; %s'"
            .formatted(RPM + "--install /root/1.rpm"));

    assertThat(exporter.service().enabled()).isEqualTo("enabled");
    assertThat(exporter.socket().enabled()).isEqualTo("enabled");
    assertThat(system.call("id", "-un", "cgck")).isEqualTo("cgck");

    system.shell(
        "unshare --mount sh -euc 'mount -t tmpfs tmpfs /run; %s'"
            .formatted(RPM + "--erase cgck-exporter"));

    assertThat(system.call("find", "/etc/systemd", "-name", "*cgck*")).isEmpty();
  }

  private void assertRuns() {
    assertThat(exporter.service().state()).isEqualTo("active");
    assertThat(exporter.samples().named("cgck_build_info")).hasSize(1);
  }
}
