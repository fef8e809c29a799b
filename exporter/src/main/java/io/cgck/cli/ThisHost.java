package io.cgck.cli;

import io.cgck.config.Host;
import io.cgck.kernel.Users;
import io.cgck.model.Hierarchy;
import io.cgck.procfs.ProcCgroup;
import io.cgck.procfs.ProcessDirectory;
import io.cgck.procfs.Procfs;
import io.cgck.procfs.ProcfsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The host on which cgck runs, as configurations speak of it. */
final class ThisHost implements Host {
  private final Path procfs;
  private Optional<Users> users = Optional.empty();

  ThisHost(Path procfs) {
    this.procfs = procfs;
  }

  @Override
  public OptionalInt user(String name) {
    Users database = users.orElseGet(Users::new);
    users = Optional.of(database);
    return database.uid(name);
  }

  /** Every process is in all of them, so any process tells. */
  @Override
  public List<Hierarchy> hierarchies() {
    try (Procfs opened = Procfs.open(procfs);
        ProcessDirectory self = opened.self()) {
      return self.cgroup()
          .toOptional()
          .map(cgroup -> cgroup.lines().stream().map(ProcCgroup.Line::hierarchy).toList())
          .orElse(List.of());
    } catch (ProcfsException e) {
      // Whoever scans it will say so; a configuration can be checked without.
      return List.of();
    }
  }
}
