package io.cgck.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Moves a process of the lab to and fro between two of its cgroups, by this process. */
public record Shuttle(LabProcess process, Cgroup home, Cgroup away) {
  /** What came of it. */
  public record Ride(long moves, Duration took) {
    public double perSecond() {
      return moves / (took.toNanos() / 1e9);
    }
  }

  /**
   * Moves it so often, and so fast if the machine can; in the end it is at home.
   *
   * @param moves an even number
   */
  public Ride ride(int moves, int perSecond) {
    byte[] pid = Long.toString(process.pid()).getBytes(StandardCharsets.US_ASCII);
    long start = System.nanoTime();
    try (FileChannel there = open(away);
        FileChannel back = open(home)) {
      for (int move = 0; move < moves; move++) {
        long due = start + move * 1_000_000_000L / perSecond;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        (move % 2 == 0 ? there : back).write(ByteBuffer.wrap(pid), 0);
      }
      return new Ride(moves, Duration.ofNanos(System.nanoTime() - start));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileChannel open(Cgroup cgroup) throws IOException {
    return FileChannel.open(cgroup.directory().resolve("cgroup.procs"), StandardOpenOption.WRITE);
  }
}
