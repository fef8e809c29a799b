package io.cgck.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.Waiting;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolledFilesTest {
  private static final Duration MOMENT = Duration.ofMillis(100);

  @TempDir private Path directory;

  private Path fifo(String name) throws Exception {
    Path fifo = directory.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return fifo;
  }

  /**
   * The pipe of a CPU that could be there and is not is always in error. Here that is a pipe whose
   * writer has gone.
   */
  @Test
  void whatIsInErrorForGoodDoesNotEndTheWaiting() throws Exception {
    Path broken = fifo("broken");
    Path whole = fifo("whole");
    byte[] page = new byte[16];
    try (PolledFiles files = PolledFiles.open(List.of(broken.toString(), whole.toString()), 16);
        OutputStream writer = Files.newOutputStream(whole)) {
      Files.newOutputStream(broken).close();
      files.await(MOMENT);

      long begin = System.nanoTime();
      files.await(MOMENT);
      assertThat(System.nanoTime() - begin).as("it waits").isGreaterThan(MOMENT.toNanos() / 2);
      assertThat(files.read(0, page)).isZero();

      writer.write('x');
      writer.flush();
      assertThat(files.await(Duration.ofMinutes(1))).isPositive();
      assertThat(files.read(1, page)).isEqualTo(1);
      assertThat(page[0]).isEqualTo((byte) 'x');
    }
  }

  /** The CPU has come. */
  @Test
  void whatWasInErrorIsWaitedForAgainAfterAWhile() throws Exception {
    Path fifo = fifo("fifo");
    try (PolledFiles files = PolledFiles.open(List.of(fifo.toString()), 16)) {
      Files.newOutputStream(fifo).close();
      files.await(MOMENT);
      files.await(MOMENT);

      try (OutputStream writer = Files.newOutputStream(fifo)) {
        writer.write('x');
        writer.flush();
        Waiting.patiently().until("it has something to read", () -> files.await(MOMENT) > 0);
      }
    }
  }
}
