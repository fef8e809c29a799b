package io.cgck.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The first process of a container that a real runtime started, running what {@link ContainerHost}
 * puts into it. What it says of itself comes from the kernel and from inside.
 *
 * @param pid as the machine numbers it
 */
public record ContainerProcess(long pid) {
  private static final String UNIFIED = "0::";
  private static final String USUAL_PLACE = "/sys/fs/cgroup";

  /** Its cgroup, as the machine sees it. */
  public String cgroup() {
    return unified(lines(procfs().resolve("cgroup")));
  }

  /** Its cgroup in the hierarchy of a controller of version 1, as the machine sees it. */
  public String cgroupOf(String controller) {
    return lines(procfs().resolve("cgroup")).stream()
        .filter(line -> List.of(line.split(":", 3)[1].split(",", -1)).contains(controller))
        .map(line -> line.split(":", 3)[2])
        .findFirst()
        .orElseThrow(() -> new AssertionError("no hierarchy has the controller " + controller));
  }

  /** Its cgroup, as it saw it itself. */
  public String ownCgroup() {
    return unified(view());
  }

  /** The root of its cgroup mount, as it saw it itself. */
  public String ownMountRoot() {
    return view().stream()
        .map(line -> List.of(line.split(" ", -1)))
        .filter(fields -> fields.size() > 5 && fields.get(4).equals(USUAL_PLACE))
        .filter(fields -> fields.get(fields.indexOf("-") + 1).equals("cgroup2"))
        .map(fields -> fields.get(3))
        .reduce((below, onTop) -> onTop)
        .orElseThrow(() -> new AssertionError("it sees no cgroup2 mount: " + view()));
  }

  public long cgroupNamespace() {
    try {
      String link = Files.readSymbolicLink(procfs().resolve("ns/cgroup")).toString();
      return Long.parseLong(link.replaceAll("\\D", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has taken down its view and is called sleep. */
  ContainerProcess awaitView() {
    Waiting.patiently()
        .until(
            () -> "process " + pid + " of a container took down what it sees",
            () -> Files.exists(viewFile()) && comm().equals("sleep"));
    return this;
  }

  private String comm() {
    return String.join("", lines(procfs().resolve("comm")));
  }

  private List<String> view() {
    return lines(viewFile());
  }

  private Path viewFile() {
    return procfs().resolve("root/tmp/view");
  }

  private Path procfs() {
    return Path.of("/proc", Long.toString(pid));
  }

  private static String unified(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(UNIFIED))
        .map(line -> line.substring(UNIFIED.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no cgroup of the unified hierarchy in " + lines));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
