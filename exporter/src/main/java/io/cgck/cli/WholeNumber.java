package io.cgck.cli;

import picocli.CommandLine;

/** Reads the number of a flag. A class for the same reason as {@link UsageExplanation}. */
final class WholeNumber implements CommandLine.ITypeConverter<Integer> {
  @Override
  public Integer convert(String value) {
    try {
      return Integer.valueOf(value);
    } catch (NumberFormatException e) {
      throw new CommandLine.TypeConversionException(
          "expected a whole number up to " + Integer.MAX_VALUE + ", found '" + value + "'");
    }
  }
}
