package io.cgck.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.property.Property;
import io.cgck.property.RandomBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcNamespaceLinkTest {
  @ParameterizedTest
  @EnumSource
  void everyKindIsReadBack(NamespaceKind kind) {
    for (long inode : new long[] {1, 4026531835L, 4294967295L, Long.MAX_VALUE}) {
      NamespaceId id = new NamespaceId(kind, inode);

      assertThat(parse(kind, id.toString())).isEqualTo(new ReadResult.Ok<>(id));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cgroup",
        "cgroup:",
        "cgroup:[",
        "cgroup:[]",
        "cgroup:[1",
        "cgroup:1]",
        "cgroup:[0]",
        "cgroup:[-1]",
        "cgroup:[x]",
        "cgroup:[9223372036854775808]",
        "mnt:[4026531832]",
        "cgroups:[4026531835]",
        "cgroup:[4026531835] ",
        "/proc/1/ns/cgroup",
      })
  void otherTextIsMalformed(String text) {
    assertThat(parse(NamespaceKind.CGROUP, text)).isInstanceOf(ReadResult.Malformed.class);
  }

  @Test
  void anyBytesGiveAnAnswer() {
    Property.holds(5_000, random -> answer(RandomBytes.any(random, 30)));
    Property.holds(5_000, random -> answer(RandomBytes.of("mnt:[]019", random, 12)));
    Property.holds(5_000, random -> answer(RandomBytes.damaged("mnt:[4026531832]", random)));
  }

  private static void answer(byte[] bytes) {
    assertThat(ProcNamespaceLink.parse(NamespaceKind.MNT, bytes, bytes.length))
        .isInstanceOfAny(ReadResult.Ok.class, ReadResult.Malformed.class);
  }

  private static ReadResult<NamespaceId> parse(NamespaceKind kind, String text) {
    byte[] bytes = Text.utf8(text);
    return ProcNamespaceLink.parse(kind, bytes, bytes.length);
  }
}
