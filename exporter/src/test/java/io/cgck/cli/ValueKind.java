package io.cgck.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;

/** What a shell can offer as the value of an option or as an argument. */
sealed interface ValueKind {
  record Words(List<String> words) implements ValueKind {}

  record Files() implements ValueKind {}

  record Directories() implements ValueKind {}

  record Pids() implements ValueKind {}

  record Users() implements ValueKind {}

  /** Something that only a person can write. */
  record Anything() implements ValueKind {}

  static ValueKind of(ArgSpec argument) {
    if (argument.completionCandidates() != null) {
      return new Words(
          StreamSupport.stream(argument.completionCandidates().spliterator(), false).toList());
    }
    boolean path = Arrays.asList(argument.auxiliaryTypes()).contains(Path.class);
    return switch (argument.paramLabel()) {
      case "DIR" -> new Directories();
      case "PID" -> new Pids();
      case "USER" -> new Users();
      default -> path ? new Files() : new Anything();
    };
  }
}
