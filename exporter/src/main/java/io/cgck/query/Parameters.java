package io.cgck.query;

import io.cgck.config.NearestWord;
import io.cgck.match.Parsed;
import io.cgck.match.PatternLimit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The parameters of one request, each of them once at most. Mistakes are collected, so that whoever
 * asked hears of all of them.
 */
public final class Parameters {
  /** Inode numbers of namespaces are unsigned numbers of 32 bits. */
  static final long MAX_INODE = 4_294_967_295L;

  private static final int QUOTED = 100;

  private final Map<String, List<String>> given;
  private final List<Asked.Mistake> mistakes = new ArrayList<>();

  /**
   * Takes what a request has.
   *
   * @param given values of each parameter, decoded
   * @param known names of parameters that mean something here
   */
  public Parameters(Map<String, List<String>> given, List<String> known) {
    this.given = Map.copyOf(given);
    given.keySet().stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .forEach(name -> mistakes.add(new Asked.Mistake(quoted(name), unknown(name, known))));
    given.forEach(
        (name, values) -> {
          if (known.contains(name) && values.size() > 1) {
            mistakes.add(
                new Asked.Mistake(name, "is given " + values.size() + " times; give it once"));
          }
        });
  }

  private static String unknown(String name, List<String> known) {
    return NearestWord.of(name, known)
        .map(nearest -> "is unknown; did you mean " + nearest + "?")
        .orElseGet(
            () ->
                known.isEmpty()
                    ? "is unknown; there are no parameters here"
                    : "is unknown; there are " + String.join(", ", known));
  }

  private static String quoted(String text) {
    return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
  }

  /** What was given for a parameter; an empty text counts as nothing, as forms send it. */
  public Optional<String> text(String name) {
    List<String> values = given.getOrDefault(name, List.of());
    return values.isEmpty() || values.getFirst().isEmpty()
        ? Optional.empty()
        : Optional.of(values.getFirst());
  }

  /** What a parameter means; empty if it was not given or is a mistake. */
  public <T> Optional<T> parsed(String name, Function<String, Parsed<T>> parser) {
    return text(name)
        .flatMap(
            text ->
                switch (parser.apply(text)) {
                  case Parsed.Good<T>(T value) -> Optional.of(value);
                  case Parsed.Bad<T>(String why) -> {
                    mistakes.add(new Asked.Mistake(name, why));
                    yield Optional.empty();
                  }
                });
  }

  /** A pattern, unless it is so large that it would keep the daemon from its work. */
  public <T> Optional<T> pattern(String name, Function<String, Parsed<T>> parser) {
    return parsed(
        name,
        text ->
            PatternLimit.excessOfClient(text)
                .<Parsed<T>>map(Parsed.Bad::new)
                .orElseGet(() -> parser.apply(text)));
  }

  /** A whole number in a range. */
  public long number(String name, long least, long most, long otherwise) {
    return parsed(name, text -> wholeNumber(text, least, most)).orElse(otherwise);
  }

  /** A whole number in a range, if it was given. */
  public Optional<Long> number(String name, long least, long most) {
    return parsed(name, text -> wholeNumber(text, least, most));
  }

  private static Parsed<Long> wholeNumber(String text, long least, long most) {
    // So many digits are no overflow.
    if (text.matches("[0-9]{1,18}")) {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return new Parsed.Good<>(number);
      }
    }
    return new Parsed.Bad<>(
        "expected a whole number from " + least + " to " + most + ", found '" + quoted(text) + "'");
  }

  /** {@code true} or {@code false}, if it was given. */
  public Optional<Boolean> flag(String name) {
    return word(name, List.of("true", "false"), Function.identity()).map("true"::equals);
  }

  /** One of some words, if it was given. */
  public <T> Optional<T> word(String name, List<T> values, Function<T, String> label) {
    return parsed(
        name,
        text ->
            values.stream()
                .filter(value -> label.apply(value).equals(text))
                .findFirst()
                .<Parsed<T>>map(Parsed.Good::new)
                .orElseGet(
                    () -> new Parsed.Bad<>(expected(text, values.stream().map(label).toList()))));
  }

  private static String expected(String text, List<String> words) {
    return "expected "
        + String.join(", ", words)
        + "; found '"
        + quoted(text)
        + "'"
        + NearestWord.of(text, words).map(nearest -> "; did you mean " + nearest + "?").orElse("");
  }

  /** One of some orders, backwards with {@code -} before its name. */
  public <T extends Enum<T>> Sorting<T> sorting(String name, T[] orders, T otherwise) {
    List<Sorting<T>> all =
        Arrays.stream(orders)
            .flatMap(order -> Stream.of(new Sorting<>(order, false), new Sorting<>(order, true)))
            .toList();
    return word(name, all, Sorting::label).orElse(new Sorting<>(otherwise, false));
  }

  /**
   * An order and its direction.
   *
   * @param descending whether it is to be turned round
   */
  public record Sorting<T extends Enum<T>>(T order, boolean descending) {
    /** As it is asked for. */
    public String label() {
      return (descending ? "-" : "") + order.name().toLowerCase(Locale.ROOT);
    }

    /** The order, turned round if need be. */
    <E> Comparator<E> directed(Comparator<E> ascending) {
      return descending ? ascending.reversed() : ascending;
    }
  }

  /** Where there are no parameters: a mistake if there are. */
  public static Asked<Boolean> none(Map<String, List<String>> given) {
    return new Parameters(given, List.of()).understood(() -> true);
  }

  /** What was asked for, unless there was a mistake. */
  public <T> Asked<T> understood(Supplier<T> value) {
    return mistakes.isEmpty()
        ? new Asked.Understood<>(value.get())
        : new Asked.Mistaken<>(mistakes);
  }
}
