package io.cgck.cgroupfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cgck.model.Freezer;
import io.cgck.model.IoQuantity;
import io.cgck.model.Quantity;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts as Linux 6.1 and 6.18 write them, and as they must not be. */
class CgroupFileTest {
  private final Contents contents = new Contents();

  private Optional<String> read(CgroupFile file, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return file.format().read(FileText.of(bytes, bytes.length), contents);
  }

  @ParameterizedTest
  @CsvSource({
    "MEMORY_MAX, max, MEMORY_MAX_BYTES, Infinity",
    "MEMORY_MAX, 0, MEMORY_MAX_BYTES, 0",
    "MEMORY_MAX, 9223372036854775807, MEMORY_MAX_BYTES, 9223372036854775807",
    "MEMORY_CURRENT, 18446744073709551615, MEMORY_BYTES, 18446744073709551615",
    "MEMORY_CURRENT, 340282366920938463463374607431768211455, MEMORY_BYTES, 3.402823669209385E38",
    "V1_MEMORY_LIMIT, 9223372036854771712, MEMORY_MAX_BYTES, Infinity",
    "V1_MEMORY_LIMIT, 9223372036854710272, MEMORY_MAX_BYTES, Infinity",
    "V1_MEMORY_LIMIT, 1073741824, MEMORY_MAX_BYTES, 1073741824",
    "CPU_MAX, max 100000, CPU_MAX_CORES, Infinity",
    "CPU_MAX, 150000 100000, CPU_MAX_CORES, 1.5",
    "CPU_MAX, 150000 100000, CPU_PERIOD_SECONDS, 0.1",
    "V1_CPU_SHARES, 1024, CPU_WEIGHT, 100",
    "V1_CPUACCT_USAGE, 98765432123, CPU_USAGE_SECONDS, 98.765432123",
    "CPUSET_CPUS_EFFECTIVE, '0-3,6,8-9', CPUSET_CPUS, 7",
    "CPUSET_CPUS_EFFECTIVE, '', CPUSET_CPUS, 0",
    "CGROUP_PROCS, '', PROCESSES, 0",
  })
  void numbersAreInBaseUnits(CgroupFile file, String text, Quantity quantity, double value) {
    assertThat(read(file, text + "\n".repeat(text.isEmpty() && !file.isReadAtOnce() ? 0 : 1)))
        .isEmpty();

    assertThat(contents.quantities()).containsEntry(quantity, value);
  }

  @Test
  void quotaOfV1NeedsItsPeriod() {
    read(CgroupFile.V1_CPU_CFS_PERIOD, "50000\n");
    read(CgroupFile.V1_CPU_CFS_QUOTA, "75000\n");
    assertThat(contents.quantities()).containsEntry(Quantity.CPU_MAX_CORES, 1.5);

    read(CgroupFile.V1_CPU_CFS_QUOTA, "-1\n");
    assertThat(contents.quantities())
        .containsEntry(Quantity.CPU_MAX_CORES, Double.POSITIVE_INFINITY);
  }

  /** Linux 5.12 and older have no full line for the CPU, 6.18 knows it for every cgroup. */
  @Test
  void pressureIsInSecondsAndAMissingLineIsNoZero() {
    read(CgroupFile.CPU_PRESSURE, "some avg10=0.00 avg60=1.50 avg300=0.20 total=12345678\n");
    read(
        CgroupFile.IO_PRESSURE,
        """
        some avg10=0.00 avg60=0.00 avg300=0.00 total=7
        full avg10=0.00 avg60=0.00 avg300=0.00 total=3
        """);

    assertThat(contents.quantities())
        .isEqualTo(
            Map.of(
                Quantity.CPU_WAITING_SECONDS, 12.345678,
                Quantity.IO_WAITING_SECONDS, 7e-6,
                Quantity.IO_STALLED_SECONDS, 3e-6));
  }

  @Test
  void devicesWithoutAnyNumbersHaveNone() {
    read(
        CgroupFile.IO_STAT,
        "7:1 \n254:0 rbytes=5 wbytes=6 rios=1 wios=2 dbytes=0 dios=0 cost.x=9\n");

    assertThat(contents.io()).containsOnlyKeys("254:0");
    assertThat(contents.io().get("254:0"))
        .containsEntry(IoQuantity.READ_BYTES, 5.0)
        .containsEntry(IoQuantity.WRITES, 2.0)
        .hasSize(6);
  }

  /** As Linux 5.15 and others write them: those without I/O do not end their lines. */
  @Test
  void devicesOnOneLineAreToldApart() {
    read(CgroupFile.IO_STAT, "7:7 7:6 7:5 rbytes=28672 wbytes=0\n(unknown) rbytes=9\n8:0 ");

    assertThat(contents.io())
        .isEqualTo(
            Map.of("7:5", Map.of(IoQuantity.READ_BYTES, 28672.0, IoQuantity.WRITTEN_BYTES, 0.0)));
  }

  /** Paths of multipath NVMe disks have no name, and there are many of them. */
  @Test
  void devicesOfV1ThatTheKernelCannotNameArePassedOver() {
    Optional<String> problem =
        read(
            CgroupFile.V1_BLKIO_BYTES,
            """
            (unknown) Read 5
            (unknown) Write 6
            8:0 Read 7
            8:0 Write 8
            8:0 Sync 9
            8:0 Total 15
            (unknown) Read 1
            Total 27
            """);

    assertThat(problem).isEmpty();
    assertThat(contents.io())
        .isEqualTo(
            Map.of("8:0", Map.of(IoQuantity.READ_BYTES, 7.0, IoQuantity.WRITTEN_BYTES, 8.0)));
  }

  @Test
  void freezingIsBetweenTheRequestAndTheEvent() {
    read(CgroupFile.CGROUP_EVENTS, "populated 1\nfrozen 0\n");
    read(CgroupFile.CGROUP_FREEZE, "1\n");
    assertThat(contents.freezer()).hasValue(Freezer.FREEZING);

    read(CgroupFile.CGROUP_EVENTS, "populated 1\nfrozen 1\n");
    assertThat(contents.freezer()).hasValue(Freezer.FROZEN);
  }

  @ParameterizedTest
  @CsvSource({
    "MEMORY_MAX, 1 GiB",
    "MEMORY_MAX, -1",
    "MEMORY_MAX, ''",
    "MEMORY_STAT, anon x",
    "CPU_MAX, 100000",
    "CPU_MAX, 100000 0",
    "CPU_PRESSURE, some avg10=0.00",
    "CPU_PRESSURE, none total=1",
    "IO_STAT, rbytes=1",
    "IO_STAT, 8:0 rbytes=x",
    "IO_STAT, sda rbytes=1",
    "V1_BLKIO_BYTES, sda Read 1",
    "CPUSET_CPUS_EFFECTIVE, 3-1",
    "CGROUP_TYPE, domane",
    "CGROUP_EVENTS, populated 2",
    "V1_FREEZER_STATE, COLD"
  })
  void whatMakesNoSenseIsSaidAndNoNumber(CgroupFile file, String text) {
    assertThat(read(file, text + "\n"))
        .hasValueSatisfying(why -> assertThat(why).contains("found"));

    assertThat(contents.quantities()).isEmpty();
    assertThat(contents.freezer()).isEmpty();
    assertThat(contents.io()).isEmpty();
  }

  @MethodSource("seeds")
  @FuzzTest
  void everyFileIsReadOrObjectedTo(byte[] bytes) {
    for (CgroupFile file : CgroupFile.values()) {
      Contents into = new Contents();
      file.format().read(FileText.of(bytes, bytes.length), into);
      assertThat(into.quantities().values()).allMatch(value -> value >= 0);
    }
  }

  static Stream<byte[]> seeds() {
    return Stream.of(
            "max\n",
            "150000 100000\n",
            "some avg10=0.00 avg60=0.00 avg300=0.00 total=7\n",
            "254:0 rbytes=5 wbytes=6\n",
            "0-3,6\n",
            "populated 1\nfrozen 0\n")
        .map(text -> text.getBytes(UTF_8));
  }
}
