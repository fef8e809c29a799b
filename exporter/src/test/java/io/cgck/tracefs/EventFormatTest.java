package io.cgck.tracefs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.procfs.ReadResult;
import io.cgck.property.Property;
import io.cgck.property.RandomBytes;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFormatTest {
  @Test
  void fieldsAreWhereTheKernelSays() {
    EventFormat format = EventFormat.parse(Recorded.ATTACH).toOptional().orElseThrow();

    assertThat(format.name()).isEqualTo("cgroup_attach_task");
    assertThat(format.id()).isEqualTo(538);
    assertThat(format.fields())
        .hasSize(10)
        .containsEntry("common_type", new EventFormat.Field("unsigned short", 0, 2, false))
        .containsEntry("dst_id", new EventFormat.Field("u64", 16, 8, false))
        .containsEntry("comm", new EventFormat.Field("__data_loc char[]", 32, 4, false));
  }

  @Test
  void anOlderKernelHasThemElsewhere() {
    EventFormat format = EventFormat.parse(Recorded.ATTACH_5_10).toOptional().orElseThrow();

    assertThat(format.fields())
        .containsEntry("dst_id", new EventFormat.Field("int", 12, 4, true))
        .containsEntry("pid", new EventFormat.Field("int", 20, 4, true));
    assertThat(EventDecoder.of(format, ByteOrder.LITTLE_ENDIAN)).isInstanceOf(ReadResult.Ok.class);
  }

  @Test
  void aPageBeginsAsTheKernelSays() {
    assertThat(PageFormat.parse(Recorded.HEADER_PAGE))
        .isEqualTo(new ReadResult.Ok<>(new PageFormat(8, 8, 16, 4080)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "name: x\n",
        "name: x\nID: 1\nformat:\n",
        "name: x\nID: 123456\nformat:\n\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n",
      })
  void senselessTextIsMalformed(String text) {
    assertThat(EventFormat.parse(text)).isInstanceOf(ReadResult.Malformed.class);
    assertThat(PageFormat.parse(text)).isInstanceOf(ReadResult.Malformed.class);
  }

  @Test
  void anEventOfAnotherKindIsRefused() {
    EventFormat other =
        new EventFormat("other", 1, Map.of("common_pid", new EventFormat.Field("int", 4, 4, true)));

    assertThat(EventDecoder.of(other, ByteOrder.LITTLE_ENDIAN))
        .isInstanceOf(ReadResult.Malformed.class);
  }

  @Test
  void anyTextGivesAnAnswer() {
    Property.holds(
        5_000,
        random -> {
          for (String sound : new String[] {Recorded.ATTACH, Recorded.HEADER_PAGE}) {
            String text =
                new String(RandomBytes.damaged(sound, random), StandardCharsets.ISO_8859_1);
            assertThat(EventFormat.parse(text))
                .isInstanceOfAny(ReadResult.Ok.class, ReadResult.Malformed.class);
            assertThat(PageFormat.parse(text))
                .isInstanceOfAny(ReadResult.Ok.class, ReadResult.Malformed.class);
          }
        });
  }
}
