package io.cgck.tracefs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.property.Name;
import io.cgck.property.Property;
import io.cgck.property.RandomBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingPageTest {
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  @Test
  void readsWhatLinux618Wrote() {
    PageRead read = PageRead.of(Recorded.page(), 4096, LITTLE);

    assertThat(read.records)
        .containsExactly(
            new TraceRecord.Attached(
                0x1f8731895c91L, 14670, 0, "/h7probe/a", false, 14668, "sleep"));
    assertThat(read.lost).isZero();
    assertThat(read.malformed).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
  void readsBackWhatAKernelWrites(String name) {
    ByteOrder order = name.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : LITTLE;
    Property.holds(
        2_000,
        random -> {
          Page page = new Page(order, random.nextLong(1L << 58));
          List<TraceRecord> expected = new ArrayList<>();
          for (int records = random.nextInt(12); records > 0; records--) {
            Name path = Name.randomPath(random, 4);
            Name comm = Name.random(random, 3);
            int thread = random.nextInt(1, Integer.MAX_VALUE);
            int hierarchy = random.nextInt(20);
            int pid = random.nextInt(1, Integer.MAX_VALUE);
            byte[] record =
                Recorded.attach(order, thread, hierarchy, path.bytes(), pid, comm.bytes());
            page.addRandomly(record, random);
            expected.add(
                new TraceRecord.Attached(
                    page.nanos, thread, hierarchy, path.text(), false, pid, comm.text()));
          }
          page.addPadding();
          PageRead read = PageRead.of(page.bytes(), Page.SIZE, order);

          assertThat(read.records).isEqualTo(expected);
          assertThat(read.malformed).isZero();
          assertThat(read.lost).isZero();
        });
  }

  @Test
  void namesOfProcessesAndCgroupsPassForNothingElse() {
    String path = "/a pid=1 comm=systemd [000] ....: cgroup_attach_task: dst_path=/b";
    String comm = "x\n pid=1 comm=";
    Page page = new Page(LITTLE, 5);
    page.add(7, Recorded.attach(LITTLE, 9, 0, Recorded.utf8(path), 10, Recorded.utf8(comm)), false);

    assertThat(PageRead.of(page.bytes(), Page.SIZE, LITTLE).records)
        .containsExactly(new TraceRecord.Attached(12, 9, 0, path, false, 10, comm));
  }

  @Test
  void aPathThatTheKernelHadNoRoomForIsMarked() {
    Page page = new Page(LITTLE, 5);
    byte[] path = ("/" + "a".repeat(1022)).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    page.add(7, Recorded.attach(LITTLE, 9, 0, path, 10, Recorded.utf8("x")), true);

    assertThat(PageRead.of(page.bytes(), Page.SIZE, LITTLE).records)
        .singleElement()
        .satisfies(record -> assertThat(((TraceRecord.Attached) record).cut()).isTrue());
  }

  @Test
  void saysHowManyWereLost() {
    Page page = new Page(LITTLE, 5);
    page.add(7, Recorded.attach(LITTLE, 9, 0, Recorded.utf8("/a"), 10, new byte[0]), false);
    byte[] counted = page.bytesWithLoss(1234);
    byte[] uncounted = page.bytesWithLoss(-1);

    assertThat(PageRead.of(counted, Page.SIZE, LITTLE).lost).isEqualTo(1234);
    assertThat(PageRead.of(counted, Page.SIZE, LITTLE).records).hasSize(1);
    assertThat(PageRead.of(uncounted, Page.SIZE, LITTLE).lost).as("at least").isEqualTo(1);
  }

  @Test
  void failedSystemCallsChangeNothing() {
    EventDecoder decoder = PageRead.decoder(Recorded.SETNS, LITTLE);
    ByteBuffer record = ByteBuffer.allocate(24).order(LITTLE).putShort(0, (short) 342).putInt(4, 7);

    assertThat(decoder.decode(record.array(), 3, 0, 24))
        .contains(new TraceRecord.NamespacesChanged(3, 7));
    record.putLong(16, -1);
    assertThat(decoder.decode(record.array(), 3, 0, 24)).contains(new TraceRecord.Idle(3, 7));
    assertThat(decoder.decode(record.array(), 3, 0, 20)).as("cut").isEmpty();
  }

  @Test
  void anyBytesGiveAnAnswer() {
    Property.holds(10_000, random -> answer(RandomBytes.any(random, 300)));
    Property.holds(
        20_000,
        random -> {
          byte[] page = Recorded.page();
          for (int changes = random.nextInt(6); changes > 0; changes--) {
            page[random.nextInt(96)] = (byte) random.nextInt(256);
          }
          answer(page);
        });
  }

  private static void answer(byte[] bytes) {
    PageRead read = PageRead.of(bytes, bytes.length, LITTLE);
    assertThat(read.records.size() + read.malformed).isLessThan(bytes.length + 2);
  }

  /** A page as {@code ring_buffer_read_page()} gives it. */
  private static final class Page {
    static final int SIZE = 4096;
    private static final int DATA = 16;

    private final ByteOrder order;
    private final ByteBuffer buffer;
    private long nanos;

    Page(ByteOrder order, long nanos) {
      this.order = order;
      this.nanos = nanos;
      this.buffer = ByteBuffer.allocate(SIZE).order(order).putLong(0, nanos).position(DATA);
    }

    void addRandomly(byte[] record, Random random) {
      switch (random.nextInt(4)) {
        case 0 -> {
          long delta = random.nextLong(1L << 40);
          header(30, delta & ((1 << 27) - 1));
          buffer.putInt((int) (delta >>> 27));
          nanos += delta;
        }
        case 1 -> {
          nanos += random.nextLong(1L << 30);
          header(31, nanos & ((1 << 27) - 1));
          buffer.putInt((int) (nanos >>> 27));
        }
        case 2 -> {
          // A record that was discarded.
          long delta = random.nextLong(1, 1L << 20);
          header(29, delta);
          buffer.putInt(12).putLong(-1);
          nanos += delta;
        }
        default -> {}
      }
      add(random.nextLong(1L << 27), record, random.nextBoolean());
    }

    void add(long delta, byte[] record, boolean large) {
      nanos += delta;
      if (large || record.length > 28 * 4) {
        header(0, delta);
        buffer.putInt(record.length + 4);
      } else {
        header(record.length / 4, delta);
      }
      buffer.put(record);
    }

    void addPadding() {
      if (buffer.remaining() >= 8) {
        header(29, 0);
        buffer.putInt(0);
      }
    }

    private void header(int type, long delta) {
      buffer.putInt(order == LITTLE ? (int) (delta << 5) | type : type << 27 | (int) delta);
    }

    byte[] bytes() {
      buffer.putLong(8, buffer.position() - DATA);
      return buffer.array().clone();
    }

    /** With so many lost before; negative if there was no room for the number. */
    byte[] bytesWithLoss(long count) {
      ByteBuffer copy = ByteBuffer.wrap(bytes()).order(order);
      long flags = 1L << 31 | (count < 0 ? 0 : 1L << 30);
      if (count >= 0) {
        copy.putLong(buffer.position(), count);
      }
      return copy.putLong(8, copy.getLong(8) | flags).array();
    }
  }
}
