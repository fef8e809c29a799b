package io.cgck.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With mappings of this very process. */
class FileMappingsTest {
  private static final int PROT_READ = 1;
  private static final int SIZE = 1 << 20;
  private static final byte CHANGED = 42;

  private static final MethodHandle MPROTECT =
      ForeignCall.bind("mprotect", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

  @TempDir Path temporary;

  @Test
  void whatWasOnlyReadIsLetGoAndComesBack() throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      Path file = file("read");
      MemorySegment mapping = map(file, arena);
      protect(mapping);
      assertThat(sum(mapping)).isEqualTo(SIZE);
      assertThat(resident(file)).isEqualTo(SIZE / 1024);

      new FileMappings().release();

      assertThat(resident(file)).isZero();
      assertThat(sum(mapping)).isEqualTo(SIZE);
    }
  }

  /** It would be lost: what comes back comes from the file. */
  @Test
  void whatWasChangedStays() throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mapping = map(file("changed"), arena);
      mapping.set(JAVA_BYTE, SIZE / 2, CHANGED);
      protect(mapping);

      new FileMappings().release();

      assertThat(mapping.get(JAVA_BYTE, SIZE / 2)).isEqualTo(CHANGED);
    }
  }

  /** As the runtime's cache of classes. */
  private Path file(String directory) throws IOException {
    byte[] ones = new byte[SIZE];
    Arrays.fill(ones, (byte) 1);
    return Files.write(
        Files.createDirectory(temporary.resolve(directory)).resolve("cgck.aot"), ones);
  }

  private static MemorySegment map(Path file, Arena arena) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(MapMode.PRIVATE, 0, SIZE, arena);
    }
  }

  private static void protect(MemorySegment mapping) throws Throwable {
    ForeignCall call = new ForeignCall();
    assertThat((int) MPROTECT.invokeExact(call.state(), mapping, (long) SIZE, PROT_READ)).isZero();
  }

  private static long sum(MemorySegment mapping) {
    long sum = 0;
    for (long at = 0; at < SIZE; at++) {
      sum += mapping.get(JAVA_BYTE, at);
    }
    return sum;
  }

  /** In KiB. */
  private static long resident(Path file) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"), ISO_8859_1);
    int head = 0;
    while (!lines.get(head).endsWith(" " + file)) {
      head++;
    }
    while (!lines.get(head).startsWith("Rss:")) {
      head++;
    }
    return Long.parseLong(lines.get(head).replaceAll("[^0-9]", ""));
  }
}
