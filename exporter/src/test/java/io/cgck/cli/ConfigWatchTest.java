package io.cgck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.config.ConfigurationChange;
import io.cgck.web.ReloadAction;
import io.cgck.web.ReloadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {
  @TempDir private Path folder;

  @Test
  void aReloadWithADefectIsNotTheLast() throws Exception {
    Path file = Files.writeString(folder.resolve("cgck.yml"), "");
    ConfigWatch.Plan plan =
        new ConfigWatch.Plan(new ConfigurationChange(file), Duration.ofMillis(10));
    AtomicBoolean defect = new AtomicBoolean(true);
    Semaphore reloads = new Semaphore(0);
    ReloadAction action =
        () -> {
          reloads.release();
          if (defect.getAndSet(false)) {
            throw new StackOverflowError("a defect");
          }
          return new ReloadResult.Reloaded();
        };
    try (CapturedLog log = new CapturedLog()) {
      ConfigWatch watch = ConfigWatch.start(plan, action);
      try {
        replace(file, "# first");
        assertThat(reloads.tryAcquire(10, TimeUnit.SECONDS)).as("first reload").isTrue();
        replace(file, "# second");
        assertThat(reloads.tryAcquire(10, TimeUnit.SECONDS)).as("second reload").isTrue();
      } finally {
        watch.stop();
      }

      assertThat(log.lines())
          .filteredOn(line -> line.contains("could not be read again"))
          .singleElement()
          .asString()
          .contains("a defect");
    }
  }

  /** At once: a file that is emptied first may be two changes. */
  private void replace(Path file, String text) throws IOException {
    Files.move(
        Files.writeString(folder.resolve("new"), text), file, StandardCopyOption.REPLACE_EXISTING);
  }
}
