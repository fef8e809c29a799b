package io.cgck.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.model.Capability;
import io.cgck.property.Property;
import io.cgck.property.RandomBytes;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcStatusTest {
  private static final String TEXT =
      """
      Name:\t%s
      Umask:\t0022
      State:\tS (sleeping)
      Tgid:\t4240
      Pid:\t4242
      Uid:\t1000\t1001\t1002\t1003
      Gid:\t100\t100\t100\t100
      CapInh:\t0000000000000000
      CapPrm:\t000001ffffffffff
      CapEff:\t%s
      CapBnd:\t000001ffffffffff
      """;

  @Test
  void effectiveUserIsTheSecond() {
    assertThat(parse(TEXT.formatted("sh", "0000000000000000")))
        .isEqualTo(new ReadResult.Ok<>(new ProcStatus(1001, 0, OptionalInt.of(4240))));
  }

  @Test
  void userIsUnsigned() {
    ReadResult<ProcStatus> status = parse("Uid:\t0\t4294967294\t0\t0\nCapEff:\t0000000000000000\n");

    assertThat(status)
        .isEqualTo(new ReadResult.Ok<>(new ProcStatus(0xfffffffe, 0, OptionalInt.empty())));
  }

  @ParameterizedTest
  @CsvSource({
    // CapEff: CAP_SYS_PTRACE (19), CAP_SYS_ADMIN (21), number 63
    "0000000000000000, false, false, false",
    "0000000000080000, true, false, false",
    "0000000000200000, false, true, false",
    "000001ffffffffff, true, true, false",
    "ffffffffffffffff, true, true, true",
    "8000000000000000, false, false, true",
  })
  void capabilitiesAreASetOfBits(String bits, boolean ptrace, boolean admin, boolean last) {
    ProcStatus status = parse(TEXT.formatted("sh", bits)).toOptional().orElseThrow();

    assertThat(status.hasCapability(Capability.CAP_SYS_PTRACE.number())).isEqualTo(ptrace);
    assertThat(status.hasCapability(Capability.CAP_SYS_ADMIN.number())).isEqualTo(admin);
    assertThat(status.hasCapability(63)).isEqualTo(last);
  }

  /** Only a newline ends a line of the kernel, and only a newline is escaped in a name. */
  @ParameterizedTest
  @ValueSource(strings = {"\r", "\u0085", "\u2028", "\u2029", "\\n", "\f"})
  void nameCannotPassForAnotherLine(String separator) {
    String name = separator + "Uid:\t0\t0\t0";

    assertThat(parse(TEXT.formatted(name, "0000000000000000")))
        .isEqualTo(new ReadResult.Ok<>(new ProcStatus(1001, 0, OptionalInt.of(4240))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Name:\tsh\n",
        "Uid:\t0\t0\t0\t0\n",
        "CapEff:\t0000000000000000\n",
        "Uid:\t0\nCapEff:\t0000000000000000\n",
        "Uid:\t-1\t-1\t0\t0\nCapEff:\t0000000000000000\n",
        "Uid:\t0\t0\t0\t0\nCapEff:\txyz\n",
        "Uid:\t0\t0\t0\t0\nCapEff:\t00000000000000000\n",
        "xUid:\t0\t0\t0\t0\nxCapEff:\t0000000000000000\n",
      })
  void senselessTextIsMalformed(String text) {
    assertThat(parse(text)).isInstanceOf(ReadResult.Malformed.class);
  }

  @Test
  void anyBytesGiveAnAnswer() {
    String sound = TEXT.formatted("sh", "000001ffffffffff");
    Property.holds(5_000, random -> answer(RandomBytes.any(random, 200)));
    Property.holds(20_000, random -> answer(RandomBytes.damaged(sound, random)));
  }

  private static void answer(byte[] bytes) {
    assertThat(ProcStatus.parse(bytes, bytes.length))
        .isInstanceOfAny(ReadResult.Ok.class, ReadResult.Malformed.class);
  }

  private static ReadResult<ProcStatus> parse(String text) {
    byte[] bytes = Text.utf8(text);
    return ProcStatus.parse(bytes, bytes.length);
  }
}
