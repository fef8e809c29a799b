package io.cgck.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void isAsWideAsItTakesWithoutATerminal() {
    assertThat(table().lines(OptionalInt.empty()))
        .containsExactly(
            "PID  COMM            CGROUP",
            "  1  systemd         /init.scope",
            "310  a long command  /system.slice/nginx.service");
  }

  @Test
  void cutsTheBeginningOfPathsAndTheEndOfTextsToFit() {
    assertThat(table().lines(OptionalInt.of(32)))
        .allMatch(line -> line.length() <= 32)
        .containsExactly(
            "PID  COMM          CGROUP",
            "  1  systemd       /init.scope",
            "310  a long comm…  …ginx.service");
  }

  @Test
  void neverCutsNumbers() {
    assertThat(table().lines(OptionalInt.of(1)).getLast()).startsWith("310  ");
  }

  @Test
  void namesCannotSteerTheTerminal() {
    Table table = new Table(new Table.Column("COMM", Table.Align.LEFT));
    table.add("\u001b[2Jgone\n\u202etxt\u009b");

    assertThat(table.lines(OptionalInt.empty()).getLast())
        .isEqualTo("\\u001b[2Jgone\\n\\u202etxt\\u009b");
  }

  private static Table table() {
    Table table =
        new Table(
            new Table.Column("PID", Table.Align.RIGHT),
            new Table.Column("COMM", Table.Align.LEFT),
            new Table.Column("CGROUP", Table.Align.PATH));
    table.add("1", "systemd", "/init.scope");
    table.add("310", "a long command", "/system.slice/nginx.service");
    return table;
  }
}
