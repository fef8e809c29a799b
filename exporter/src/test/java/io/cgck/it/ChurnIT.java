package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.CgckDaemon;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.LabProcess;
import io.cgck.lab.Sample;
import io.cgck.lab.Samples;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Processes that come and go while the daemon looks. */
class ChurnIT {
  private static final int STEADY = 20;

  /** 2,000 short lives, at most 50 at a time. */
  private static final String STORM =
      """
      i=0
      while [ $i -lt 2000 ]; do
        sleep 0.1 &
        i=$((i + 1))
        [ $((i % 50)) -ne 0 ] || wait
      done
      echo over
      exec sleep 300
      """;

  @AutoClose private final CgroupLab lab = CgroupLab.open();

  @Test
  void everyScrapeIsRight() {
    Map<String, String> steady = new HashMap<>();
    for (int i = 0; i < STEADY; i++) {
      Cgroup cgroup = lab.cgroup("steady/" + i);
      steady.put(Long.toString(lab.start(cgroup, "sleep", "300").pid()), cgroup.path());
    }
    Cgroup stormy = lab.cgroup("storm");
    String config = DaemonSetup.QUICK.replace("200ms", "100ms");

    try (CgckDaemon daemon = DaemonSetup.quick().config(config).start()) {
      Samples before = daemon.awaitFreshScan();
      LabProcess storm = lab.start(stormy, "sh", "-c", STORM);
      int scrapesWithStorm = 0;
      while (storm.hasPrintedNothing()) {
        Samples samples = daemon.samples();
        assertThat(cgroups(samples)).containsAllEntriesOf(steady);
        for (Sample row : samples.named("cgck_process_info")) {
          String cgroup = row.label("cgroup");
          if (cgroup.startsWith(lab.top().path() + "/")) {
            assertThat(cgroup)
                .as("%s", row)
                .isEqualTo(steady.getOrDefault(row.label("pid"), stormy.path()));
          }
        }
        if (cgroups(samples).containsValue(stormy.path())) {
          scrapesWithStorm++;
        }
      }
      assertThat(storm.readLine()).isEqualTo("over");
      Samples after = daemon.awaitFreshScan();

      assertThat(scrapesWithStorm).as("the storm was seen").isPositive();
      assertThat(cgroups(after)).containsAllEntriesOf(steady);
      assertThat(ScanErrors.in(after)).isEqualTo(ScanErrors.in(before));
    }
  }

  private static Map<String, String> cgroups(Samples samples) {
    return samples.named("cgck_process_info").stream()
        .collect(Collectors.toMap(row -> row.label("pid"), row -> row.label("cgroup")));
  }
}
