package io.cgck.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/** What goes wrong, said on standard error. */
final class Complaint {
  private Complaint() {}

  /** In the journal every line stands for itself. */
  static void about(CommandLine command, String what) {
    String priority = JournalPriority.isRead(System.getenv()) ? JournalPriority.ERROR.prefix() : "";
    PrintWriter err = command.getErr();
    what.lines().forEach(line -> err.println(priority + "cgck: " + line));
  }
}
