package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgck.lab.CgckImage;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.LabProcess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code cgck watch} prints moves as they happen. */
class WatchIT {
  @AutoClose private final CgroupLab lab = CgroupLab.open();
  private final Cgroup home = lab.cgroup("home");
  private final Cgroup away = lab.cgroup("away");
  private final LabProcess moved = lab.start(home, "sleep", "300");
  private final LabProcess other = lab.start(home, "sleep", "300");

  /** Starts it and waits until it has looked for the first time. */
  private LabProcess watch(String... flags) {
    List<String> command =
        new ArrayList<>(
            List.of(
                CgckImage.ofTheBuild().directory().resolve("bin/cgck").toString(),
                "watch",
                "--interval=100ms"));
    command.addAll(List.of(flags));
    LabProcess watch = lab.start(lab.cgroup("watch"), command.toArray(String[]::new));
    String line = watch.readLine();
    while (!line.startsWith("watching ")) {
      assertThat(line).startsWith("note: ");
      line = watch.readLine();
    }
    return watch;
  }

  @Test
  void aLineForEachMove() {
    LabProcess watch = watch("--cgroup=" + lab.top().path() + "/**");

    moved.moveTo(away);
    assertThat(watch.readLine())
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z  %d  sleep  uid 0  unified  %s -> %s"
                .formatted(moved.pid(), home.path(), away.path()));
    moved.moveTo(home);
    assertThat(watch.readLine()).endsWith(away.path() + " -> " + home.path());
  }

  @Test
  void filtersChooseByWhatAProcessIsOrWas() {
    LabProcess watch = watch("--cgroup=" + away.path());

    // Neither from there nor to there: if it were printed, it would come first.
    other.moveTo(lab.cgroup("third"));
    moved.moveTo(away);
    assertThat(watch.readLine()).contains("  " + moved.pid() + "  ");
    moved.moveTo(home);
    assertThat(watch.readLine()).contains("  " + moved.pid() + "  ");
  }

  @Test
  void json() throws Exception {
    LabProcess watch = watch("--json", "--pid=" + moved.pid());

    moved.moveTo(away);
    JsonNode move = new ObjectMapper().readTree(watch.readLine());
    assertThat(move.get("pid").asLong()).isEqualTo(moved.pid());
    assertThat(move.get("comm").asText()).isEqualTo("sleep");
    assertThat(move.get("uid").asLong()).isZero();
    assertThat(move.get("from").asText()).isEqualTo(home.path());
    assertThat(move.get("to").asText()).isEqualTo(away.path());
    assertThat(move.get("hierarchies").toString()).isEqualTo("[0]");
    assertThat(move.get("hierarchy").asText()).isEqualTo("unified");
    assertThat(move.get("source").asText()).isEqualTo("scan");
    assertThat(move.get("time").asText()).endsWith("Z");
  }
}
