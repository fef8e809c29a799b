package io.cgck.lab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code testbed/vm/guest-test} wrote down in the guest of a {@link VirtualMachine}.
 *
 * @param files contents by name
 */
public record GuestReport(Map<String, String> files) {
  private static final int TICKS_PER_SECOND = 100;
  private static final Pattern CGROUP = Pattern.compile("/proc/(\\d+)/cgroup:(.*)");
  private static final Pattern NAMESPACE =
      Pattern.compile("/proc/(\\d+)/ns/(\\w+) \\w+:\\[(\\d+)\\]");

  public GuestReport {
    files = Map.copyOf(files);
  }

  public String text(String name) {
    String text = files.get(name);
    if (text == null) {
      throw new AssertionError("the guest wrote no " + name + " but " + files.keySet());
    }
    return text;
  }

  /** The contents of a file of one line. */
  public String line(String name) {
    return text(name).strip();
  }

  public Samples samples(String name) {
    return Samples.parse(text(name));
  }

  /** The value of a line {@code NAME=VALUE} or {@code NAME:VALUE}. */
  public String value(String file, String name) {
    Matcher matcher =
        Pattern.compile("^" + Pattern.quote(name) + "[=:]\\s*(.*)$", Pattern.MULTILINE)
            .matcher(text(file));
    if (!matcher.find()) {
      throw new AssertionError("no %s in %s: %s".formatted(name, file, text(file)));
    }
    return matcher.group(1).strip();
  }

  /** Seconds since the kernel began, as a copy of {@code /proc/uptime} says. */
  public double uptime(String name) {
    return Double.parseDouble(text(name).split(" ", 2)[0]);
  }

  /**
   * The processes of two truths that were the same in both, and that had an age at the first one.
   * Between the two they may have been elsewhere, but none of the guest's is that restless.
   */
  public List<GuestProcess> stable(String before, String after, double ageSeconds) {
    double youngest = (uptime(before + "/uptime") - ageSeconds) * TICKS_PER_SECOND;
    List<GuestProcess> stable = new ArrayList<>(truth(before));
    stable.retainAll(truth(after));
    stable.removeIf(process -> process.startTicks() > youngest);
    return stable;
  }

  private List<GuestProcess> truth(String directory) {
    Map<Long, List<String>> cgroups = new HashMap<>();
    CGROUP
        .matcher(text(directory + "/cgroup"))
        .results()
        .forEach(
            found ->
                cgroups
                    .computeIfAbsent(Long.valueOf(found.group(1)), pid -> new ArrayList<>())
                    .add(found.group(2)));
    Map<Long, Map<String, String>> namespaces = new HashMap<>();
    NAMESPACE
        .matcher(text(directory + "/ns"))
        .results()
        .filter(found -> !found.group(2).endsWith("_for_children"))
        .forEach(
            found ->
                namespaces
                    .computeIfAbsent(Long.valueOf(found.group(1)), pid -> new HashMap<>())
                    .put(found.group(2), found.group(3)));
    return text(directory + "/stat")
        .lines()
        .map(stat -> GuestProcess.parse(stat, cgroups, namespaces))
        .toList();
  }
}
