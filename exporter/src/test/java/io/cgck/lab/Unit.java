package io.cgck.lab;

import io.cgck.lab.Command.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A unit of a booted system. */
public record Unit(BootedSystem system, String name) {
  /** Lets {@code systemctl} do something with it that must succeed. */
  public void systemctl(String... verbAndOptions) {
    Outcome outcome = attempt(verbAndOptions);
    if (outcome.exitCode() != 0) {
      throw new AssertionError(
          "systemctl %s: %s%n%s".formatted(List.of(verbAndOptions), outcome, journal()));
    }
  }

  public Outcome attempt(String... verbAndOptions) {
    List<String> line = new ArrayList<>(List.of("systemctl"));
    line.addAll(List.of(verbAndOptions));
    line.add(name);
    return system.run(line.toArray(String[]::new));
  }

  /** What {@code systemctl show} knows of it. */
  public String property(String property) {
    return system.call("systemctl", "show", "--property=" + property, "--value", name);
  }

  public long mainPid() {
    return Long.parseLong(property("MainPID"));
  }

  /** Whether it is {@code active}, {@code failed} and so on. */
  public String state() {
    return attempt("is-active").stdout().strip();
  }

  /** Whether it is {@code enabled}, {@code disabled} and so on. */
  public String enabled() {
    return attempt("is-enabled").stdout().strip();
  }

  /** What a person reads who asks for it. */
  public String status() {
    return attempt("status", "--full", "--lines=20").stdout();
  }

  public void await(String property, Predicate<String> expected) {
    Waiting.patiently()
        .until(
            () -> "%s of %s, now %s%n%s".formatted(property, name, property(property), journal()),
            () -> expected.test(property(property)));
  }

  /** All that it and systemd said of it since the system was booted, for messages of failures. */
  public String journal() {
    return system.run("journalctl", "--unit=" + name, "--output=short-precise", "--boot").stdout();
  }

  /** All that it and systemd said of it since a time that {@link BootedSystem#now()} gave. */
  public List<JournalEntry> journalSince(String time, String... options) {
    List<String> line = new ArrayList<>(List.of("journalctl", "--unit=" + name));
    // Not by a cursor: with matches, journalctl of systemd 252 skips the first entry after it.
    line.addAll(List.of("--output=json", "--since=" + time));
    line.addAll(List.of(options));
    system.call("journalctl", "--sync");
    return JournalEntry.parse(system.call(line.toArray(String[]::new)));
  }

  /** Adds a drop-in; {@code systemctl daemon-reload} is done. */
  public void dropIn(String file, String text) {
    system.write(dropIns() + "/" + file, text);
    system.call("systemctl", "daemon-reload");
  }

  public void removeDropIns() {
    system.call("rm", "-rf", dropIns());
    system.call("systemctl", "daemon-reload");
  }

  private String dropIns() {
    return "/etc/systemd/system/" + name + ".d";
  }
}
