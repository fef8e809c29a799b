package io.cgck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.StandardExports;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnProcessTest {
  private static final int MORE = 100;

  private final OwnProcess process = new OwnProcess(Path.of("/proc/self"));

  @Test
  void theFamiliesAreThoseOfOtherClients() {
    assertThat(heads(process)).isNotEmpty().isEqualTo(heads(new StandardExports()));
    assertThat(process.collect())
        .allSatisfy(family -> assertThat(family.samples.getFirst().value).isPositive());
  }

  private static List<String> heads(io.prometheus.client.Collector of) {
    CollectorRegistry registry = new CollectorRegistry();
    registry.register(of);
    List<String> heads = new ArrayList<>();
    for (MetricFamilySamples family : Collections.list(registry.metricFamilySamples())) {
      heads.add("%s %s %s".formatted(family.name, family.type, family.help));
    }
    return heads;
  }

  @Test
  void openFilesAreCounted() throws IOException {
    assertCountsFiles(process);
  }

  @Test
  void alsoWhereTheKernelDoesNotSayHowManyThereAre(@TempDir Path before62) throws IOException {
    Files.createFile(before62.resolve("fd"));
    assertCountsFiles(new OwnProcess(before62));
    assertCountsFiles(new OwnProcess(before62.resolve("none")));
  }

  private static void assertCountsFiles(OwnProcess of) throws IOException {
    double before = of.openDescriptors();
    List<FileInputStream> open = new ArrayList<>();
    try {
      for (int n = 0; n < MORE; n++) {
        open.add(new FileInputStream("/dev/null"));
      }
      assertThat(of.openDescriptors()).isBetween(before + MORE / 2.0, before + 2 * MORE);
    } finally {
      for (FileInputStream each : open) {
        each.close();
      }
    }
  }
}
