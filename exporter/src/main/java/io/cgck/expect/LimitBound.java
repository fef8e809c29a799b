package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import io.cgck.match.Parsed;
import io.cgck.model.EffectiveLimit;
import io.cgck.model.LimitKind;
import java.util.OptionalDouble;

/** What is expected of one limit of a cgroup. */
public record LimitBound(LimitKind kind, Relation relation, double value) {
  /** The kernel keeps the quota of a period, which has 100 ms by default, in whole µs. */
  private static final double CORES_OF_A_MICROSECOND = 1e-5;

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
   * @param pageBytes size of a page of memory
   */
  Verdict judge(EffectiveLimit.Known limit, OptionalDouble firstSeen, int pageBytes) {
    double rounding = kind.unit() == LimitKind.Unit.CORES ? value * ROUNDING : 0;
    double found = limit.value();
    boolean met =
        switch (relation) {
          case AT_MOST -> found <= value + rounding;
          case AT_LEAST -> found >= kept(pageBytes);
          case EQUAL -> found >= kept(pageBytes) && found <= value + rounding;
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

  /** What the kernel makes of the value: it rounds down, memory to whole pages. */
  private double kept(int pageBytes) {
    return switch (kind.unit()) {
      case BYTES -> Double.isInfinite(value) ? value : Math.floor(value / pageBytes) * pageBytes;
      case CORES -> value - CORES_OF_A_MICROSECOND;
      case COUNT -> value;
    };
  }

  /** As a person would write it. */
  String text() {
    return kind.file()
        + " "
        + relation.text
        + (relation == Relation.UNCHANGED ? "" : LimitText.write(kind, value));
  }
}
