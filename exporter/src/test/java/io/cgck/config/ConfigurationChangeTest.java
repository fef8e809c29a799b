package io.cgck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationChangeTest {
  @TempDir private Path volume;

  /** As the kubelet changes the volume of a ConfigMap: a link is swapped, no file is written to. */
  @Test
  void seesWhatChangesBehindALink() throws Exception {
    publish("..1", "scan: {interval: 5s}\n");
    Path file = Files.createSymbolicLink(volume.resolve("cgck.yml"), Path.of("..data/cgck.yml"));
    ConfigurationChange change = new ConfigurationChange(file);

    assertThat(change.look()).isFalse();
    publish("..2", "scan: {interval: 6s}\n");
    assertThat(change.look()).isTrue();
    assertThat(change.look()).as("a change is told once").isFalse();
  }

  @Test
  void theSameContentsAreNoChange() throws Exception {
    publish("..1", "scan: {interval: 5s}\n");
    ConfigurationChange change = new ConfigurationChange(volume.resolve("..data/cgck.yml"));

    publish("..2", "scan: {interval: 5s}\n");
    assertThat(change.look()).isFalse();
  }

  @Test
  void aFileThatGoesAndComesHasChangedTwice() throws Exception {
    Path file = Files.writeString(volume.resolve("cgck.yml"), "scan: {interval: 5s}\n");
    ConfigurationChange change = new ConfigurationChange(file);

    Files.delete(file);
    assertThat(change.look()).isTrue();
    assertThat(change.look()).isFalse();
    Files.writeString(file, "scan: {interval: 5s}\n");
    assertThat(change.look()).isTrue();
  }

  private void publish(String version, String config) throws Exception {
    Path directory = Files.createDirectory(volume.resolve(version));
    Files.writeString(directory.resolve("cgck.yml"), config);
    Path next = Files.createSymbolicLink(volume.resolve("..data_tmp"), Path.of(version));
    Files.move(next, volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }
}
