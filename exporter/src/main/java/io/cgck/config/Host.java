package io.cgck.config;

import io.cgck.model.Hierarchy;
import java.util.List;
import java.util.OptionalInt;

/** What a configuration's words are held against. */
public interface Host {
  /** The user ID for a name; empty for one that is unknown. */
  OptionalInt user(String name);

  /** The cgroup hierarchies of this system; none if they could not be read. */
  List<Hierarchy> hierarchies();
}
