package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import io.cgck.match.Parsed;
import io.cgck.model.EffectiveLimit;
import io.cgck.model.LimitKind;
import java.util.OptionalDouble;

/** What is expected of one limit of a cgroup. */
public record LimitBound(LimitKind kind, Relation relation, double value) {
  /** The kernel keeps limits of memory in whole pages, the largest of which have 64 KiB. */
  private static final double PAGE = 65536;

  /** Shares of a core are quotients. */
  private static final double ROUNDING = 1e-9;

  /** How the limit is to stand to the value. */
  public enum Relation {
    AT_MOST("<= "),
    AT_LEAST(">= "),
    EQUAL(""),
    /** As it was first seen; there is no value. */
    UNCHANGED("unchanged");

    private final String text;

    Relation(String text) {
      this.text = text;
    }
  }

  public LimitBound {
    requireNonNull(kind, "kind is null");
    requireNonNull(relation, "relation is null");
  }

  /** As in a configuration: {@code <= 4GiB}, {@code >= 1GiB}, {@code 512}, {@code unchanged}. */
  public static Parsed<LimitBound> parse(LimitKind kind, String text) {
    String stripped = text.strip();
    if (stripped.equals(Relation.UNCHANGED.text)) {
      return new Parsed.Good<>(new LimitBound(kind, Relation.UNCHANGED, 0));
    }
    Relation relation = Relation.EQUAL;
    String rest = stripped;
    if (stripped.startsWith("<=")) {
      relation = Relation.AT_MOST;
      rest = stripped.substring(2);
    } else if (stripped.startsWith(">=")) {
      relation = Relation.AT_LEAST;
      rest = stripped.substring(2);
    } else if (stripped.startsWith("==")) {
      rest = stripped.substring(2);
    } else if (stripped.startsWith("<") || stripped.startsWith(">")) {
      return new Parsed.Bad<>(
          "expected a value, <= or >= and a value, or unchanged, found '" + text + "'");
    }
    Relation found = relation;
    return LimitText.parse(kind, rest.strip()).map(value -> new LimitBound(kind, found, value));
  }

  /**
   * Judges a limit in force.
   *
   * @param firstSeen its value when it was first seen
   */
  Verdict judge(EffectiveLimit.Known limit, OptionalDouble firstSeen) {
    double rounding = kind.unit() == LimitKind.Unit.CORES ? Math.abs(value) * ROUNDING : 0;
    double slack = kind.unit() == LimitKind.Unit.BYTES ? PAGE : rounding;
    double found = limit.value();
    boolean met =
        switch (relation) {
          case AT_MOST -> found <= value + rounding;
          case AT_LEAST -> found > value - slack || found >= value;
          case EQUAL -> found == value || (found <= value + rounding && value - found < slack);
          case UNCHANGED -> firstSeen.isEmpty() || firstSeen.getAsDouble() == found;
        };
    if (met) {
      return new Verdict.Met();
    }
    String expected =
        relation == Relation.UNCHANGED
            ? kind.file() + " " + LimitText.write(kind, firstSeen.orElse(value))
            : text();
    return new Verdict.Broken(expected, kind.file() + " " + LimitText.write(kind, limit.value()));
  }

  /** As a person would write it. */
  String text() {
    return kind.file()
        + " "
        + relation.text
        + (relation == Relation.UNCHANGED ? "" : LimitText.write(kind, value));
  }
}
