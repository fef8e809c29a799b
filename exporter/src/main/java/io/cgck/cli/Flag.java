package io.cgck.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A flag, and what a command line gave for it. Flags and commands are described to picocli in code
 * and not by annotations: to look for these by reflection takes a quarter of the time that the
 * daemon has until its first answer.
 *
 * @param <T> what it gives
 */
final class Flag<T> {
  private final OptionSpec option;

  private Flag(OptionSpec.Builder option) {
    this.option = option.build();
  }

  /** A flag without a value. */
  static Flag<Boolean> toggle(String description, String... names) {
    return new Flag<>(
        OptionSpec.builder(names)
            .description(description)
            .type(Boolean.class)
            .arity("0")
            .initialValue(false));
  }

  /**
   * A flag with a value, which it has also where it is not given.
   *
   * @param value the default, as one would write it
   */
  static <T> Flag<T> withDefault(
      Class<T> type, String value, String label, String description, String... names) {
    return new Flag<>(described(label, description, names).type(type).defaultValue(value));
  }

  /** A flag with a value, or none. */
  static <T> Flag<Optional<T>> optional(
      Class<T> type, String label, String description, String... names) {
    return new Flag<>(optionalOption(type, label, description, names));
  }

  /** The same, for one of a few words, which completions of shells offer. */
  static Flag<Optional<String>> optional(
      Iterable<String> words, String label, String description, String... names) {
    return new Flag<>(
        optionalOption(String.class, label, description, names).completionCandidates(words));
  }

  /** A flag that may be given several times. */
  static <T> Flag<List<T>> repeated(
      Class<T> type, String label, String description, String... names) {
    return new Flag<>(repeatedOption(type, label, description, names).initialValue(List.of()));
  }

  /** The same, with a default, as one would write it. */
  static <T> Flag<List<T>> repeatedWithDefault(
      Class<T> type, String value, String label, String description, String... names) {
    return new Flag<>(repeatedOption(type, label, description, names).defaultValue(value));
  }

  private static OptionSpec.Builder optionalOption(
      Class<?> type, String label, String description, String... names) {
    return described(label, description, names)
        .type(Optional.class)
        .auxiliaryTypes(type)
        .initialValue(Optional.empty());
  }

  private static OptionSpec.Builder repeatedOption(
      Class<?> type, String label, String description, String... names) {
    return described(label, description, names).type(List.class).auxiliaryTypes(type);
  }

  private static OptionSpec.Builder described(String label, String description, String... names) {
    return OptionSpec.builder(names).paramLabel(label).description(description).arity("1");
  }

  void addTo(CommandSpec command) {
    command.addOption(option);
  }

  /** What was given, or what holds without. */
  T value() {
    return option.getValue();
  }
}
