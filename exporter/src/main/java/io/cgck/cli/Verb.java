package io.cgck.cli;

import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The commands of cgck, in the order in which {@code --help} lists them. */
enum Verb {
  SERVE("serve"),
  PS("ps"),
  TREE("tree"),
  NS("ns"),
  EXPLAIN("explain"),
  WATCH("watch"),
  METRICS("metrics"),
  CHECK_CONFIG("check-config");

  private final String word;

  Verb(String word) {
    this.word = word;
  }

  /** The one that a command line begins with, if it begins with one. */
  static Optional<Verb> of(String... args) {
    return Arrays.stream(values())
        .filter(verb -> args.length > 0 && verb.word.equals(args[0]))
        .findFirst();
  }

  /** The command by itself. */
  CommandSpec spec() {
    return command().spec().name("cgck " + word);
  }

  /** Lets the program have this command. */
  void addTo(CommandSpec program) {
    program.addSubcommand(word, command().spec());
  }

  private VerbCommand command() {
    return switch (this) {
      case SERVE -> new ServeCommand();
      case PS -> new PsCommand();
      case TREE -> new TreeCommand();
      case NS -> new NsCommand();
      case EXPLAIN -> new ExplainCommand();
      case WATCH -> new WatchCommand();
      case METRICS -> new MetricsCommand();
      case CHECK_CONFIG -> new CheckConfigCommand();
    };
  }
}
