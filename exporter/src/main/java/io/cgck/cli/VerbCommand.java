package io.cgck.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** What a verb does; it gives the exit status. */
interface VerbCommand extends Callable<Integer> {
  /** Its flags and arguments, and what its help says. */
  CommandSpec spec();
}
