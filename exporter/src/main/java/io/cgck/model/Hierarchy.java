package io.cgck.model;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Set;

/**
 * A cgroup hierarchy, as a line of {@code proc_pid_cgroup(5)} names it.
 *
 * @param id hierarchy ID; 0 is the unified hierarchy (cgroup v2)
 * @param controllers comma-separated controllers, {@code name=NAME} for a named hierarchy, empty
 *     for the unified one
 */
public record Hierarchy(int id, String controllers) implements Comparable<Hierarchy> {
  public static final Hierarchy UNIFIED = new Hierarchy(0, "");

  public Hierarchy {
    requireNonNull(controllers, "controllers is null");
  }

  public boolean isUnified() {
    return id == 0;
  }

  /** As people name it: {@code unified}, or its controllers. */
  public String title() {
    return isUnified() ? "unified" : controllers;
  }

  public boolean isNamed() {
    return controllers.startsWith("name=");
  }

  /** Whether a cgroup v1 mount with these super block options shows this hierarchy. */
  public boolean isMountedWith(Set<String> superOptions) {
    return !isUnified()
        && !controllers.isEmpty()
        && superOptions.containsAll(Arrays.asList(controllers.split(",", -1)));
  }

  @Override
  public int compareTo(Hierarchy other) {
    return Integer.compare(id, other.id);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hierarchy that && id == that.id && controllers.equals(that.controllers);
  }

  @Override
  public int hashCode() {
    return 31 * id + controllers.hashCode();
  }
}
