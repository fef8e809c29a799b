package io.cgck.match;

import static java.util.Objects.requireNonNull;

import io.cgck.attribute.Attribution;
import io.cgck.model.Detail;
import io.cgck.model.ProcessInfo;
import java.util.Optional;
import java.util.Set;

/** One condition of a {@link Matcher}. A value that could not be read never matches. */
public sealed interface Criterion {
  boolean matches(ProcessInfo process, Attribution attribution);

  /** What must be read of a process beyond what every scan reads. */
  default Set<Detail> needs() {
    return Set.of();
  }

  /**
   * Whether it asks where a process is, not what it is: a process that leaves the place is still
   * the process that was meant.
   */
  default boolean isAboutPlace() {
    return switch (this) {
      case Comm comm -> false;
      case Exe exe -> false;
      case Cmdline cmdline -> false;
      case User user -> false;
      case Unit unit -> true;
      case Cgroup cgroup -> true;
      case Container container -> true;
      case CgroupNamespace namespace -> true;
    };
  }

  /** Its key in a configuration. */
  default String key() {
    return switch (this) {
      case Comm comm -> "comm";
      case Exe exe -> "exe";
      case Cmdline cmdline -> "cmdline";
      case User user -> "user";
      case Unit unit -> "unit";
      case Cgroup cgroup -> "cgroup";
      case Container container -> "container";
      case CgroupNamespace namespace -> "cgroup_namespace";
    };
  }

  /** What a person would write after the key. */
  default String text() {
    return switch (this) {
      case User(int uid) -> Integer.toUnsignedString(uid);
      case Container(ContainerPattern pattern) -> pattern.toString();
      case CgroupNamespace(NamespacePattern pattern) -> pattern.toString();
      case Comm comm -> comm.pattern().toString();
      case Exe exe -> exe.pattern().toString();
      case Cmdline cmdline -> cmdline.pattern().toString();
      case Unit unit -> unit.pattern().toString();
      case Cgroup cgroup -> cgroup.pattern().toString();
    };
  }

  /** Whether whatever this matches, the other matches too, as far as the patterns show it. */
  default boolean implies(Criterion wide) {
    return equals(wide)
        || patternOf(this)
            .flatMap(narrow -> patternOf(wide).map(other -> narrow.isWithin(other)))
            .filter(within -> within && key().equals(wide.key()))
            .isPresent();
  }

  private static Optional<TextPattern> patternOf(Criterion criterion) {
    return switch (criterion) {
      case Comm(TextPattern pattern) -> Optional.of(pattern);
      case Exe(TextPattern pattern) -> Optional.of(pattern);
      case Cmdline(TextPattern pattern) -> Optional.of(pattern);
      case Unit(TextPattern pattern) -> Optional.of(pattern);
      case Cgroup(TextPattern pattern) -> Optional.of(pattern);
      case User(int uid) -> Optional.empty();
      case Container(ContainerPattern pattern) -> Optional.empty();
      case CgroupNamespace(NamespacePattern pattern) -> Optional.empty();
    };
  }

  /** Command name, which the kernel cuts after 15 bytes for processes of user space. */
  record Comm(TextPattern pattern) implements Criterion {
    public Comm {
      requireNonNull(pattern, "pattern is null");
    }

    @Override
    public boolean matches(ProcessInfo process, Attribution attribution) {
      return pattern.matches(process.comm());
    }
  }

  /**
   * Path of the executable, exactly as {@code /proc/PID/exe} names it: with {@code (deleted)} after
   * an upgrade of its file. Kernel threads have none.
   */
  record Exe(TextPattern pattern) implements Criterion {
    public Exe {
      requireNonNull(pattern, "pattern is null");
    }

    @Override
    public boolean matches(ProcessInfo process, Attribution attribution) {
      return process.details().exe().filter(pattern::matches).isPresent();
    }

    @Override
    public Set<Detail> needs() {
      return Set.of(Detail.EXE);
    }
  }

  /** All arguments, joined by single spaces. A process may change its own. */
  record Cmdline(TextPattern pattern) implements Criterion {
    public Cmdline {
      requireNonNull(pattern, "pattern is null");
    }

    @Override
    public boolean matches(ProcessInfo process, Attribution attribution) {
      return process.details().cmdline().filter(pattern::matches).isPresent();
    }

    @Override
    public Set<Detail> needs() {
      return Set.of(Detail.CMDLINE);
    }
  }

  /** Effective user ID; an unsigned number of 32 bits in an {@code int}. */
  record User(int uid) implements Criterion {
    @Override
    public boolean matches(ProcessInfo process, Attribution attribution) {
      return process.details().uid().isPresent() && process.details().uid().getAsInt() == uid;
    }

    @Override
    public Set<Detail> needs() {
      return Set.of(Detail.USER);
    }
  }

  /**
   * Unit of the system's manager, as the label {@code unit}. Units of users' managers do not count:
   * any user can have an {@code nginx.service}. A cgroup of no unit never matches, not even {@code
   * *}.
   */
  record Unit(TextPattern pattern) implements Criterion {
    public Unit {
      requireNonNull(pattern, "pattern is null");
    }

    @Override
    public boolean matches(ProcessInfo process, Attribution attribution) {
      return !attribution.unit().isEmpty() && pattern.matches(attribution.unit());
    }
  }

  /** Absolute path of the cgroup in the default hierarchy. */
  record Cgroup(TextPattern pattern) implements Criterion {
    public Cgroup {
      requireNonNull(pattern, "pattern is null");
    }

    @Override
    public boolean matches(ProcessInfo process, Attribution attribution) {
      return process.cgroup().filter(path -> pattern.matches(path.value())).isPresent();
    }
  }

  /** ID or name of the container; a cgroup of no container never matches, not even {@code *}. */
  record Container(ContainerPattern pattern) implements Criterion {
    public Container {
      requireNonNull(pattern, "pattern is null");
    }

    @Override
    public boolean matches(ProcessInfo process, Attribution attribution) {
      return !attribution.containerId().isEmpty() && pattern.matches(attribution.containerId());
    }
  }

  /** Cgroup namespace of the process; zombies have none and never match. */
  record CgroupNamespace(NamespacePattern pattern) implements Criterion {
    public CgroupNamespace {
      requireNonNull(pattern, "pattern is null");
    }

    @Override
    public boolean matches(ProcessInfo process, Attribution attribution) {
      return process.namespaces().cgroup().filter(pattern::matches).isPresent();
    }
  }
}
