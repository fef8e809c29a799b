package io.cgck.cgroupfs;

import java.util.Arrays;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Names of controllers: {@code cgroup.controllers}, which the cgroup has, or {@code
 * cgroup.subtree_control}, which it passes on.
 */
enum ControllerNames implements Format {
  OWN {
    @Override
    void put(SortedSet<String> names, Contents into) {
      into.controllers(names);
    }
  },
  PASSED_ON {
    @Override
    void put(SortedSet<String> names, Contents into) {
      into.delegated(names);
    }
  };

  abstract void put(SortedSet<String> names, Contents into);

  @Override
  public Optional<String> read(FileText text, Contents into) {
    SortedSet<String> names =
        new TreeSet<>(Arrays.asList(text.withoutNewline().toString().split(" ", -1)));
    names.remove("");
    put(names, into);
    return Optional.empty();
  }
}
