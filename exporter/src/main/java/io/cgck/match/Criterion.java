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
    return false;
  }

  /** Its key in a configuration. */
  String key();

  /** What a person would write after the key. */
  String text();

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

    @Override
    public String key() {
      return "comm";
    }

    @Override
    public String text() {
      return pattern.toString();
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

    @Override
    public String key() {
      return "exe";
    }

    @Override
    public String text() {
      return pattern.toString();
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

    @Override
    public String key() {
      return "cmdline";
    }

    @Override
    public String text() {
      return pattern.toString();
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

    @Override
    public String key() {
      return "user";
    }

    @Override
    public String text() {
      return Integer.toUnsignedString(uid);
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

    @Override
    public boolean isAboutPlace() {
      return true;
    }

    @Override
    public String key() {
      return "unit";
    }

    @Override
    public String text() {
      return pattern.toString();
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

    @Override
    public boolean isAboutPlace() {
      return true;
    }

    @Override
    public String key() {
      return "cgroup";
    }

    @Override
    public String text() {
      return pattern.toString();
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

    @Override
    public boolean isAboutPlace() {
      return true;
    }

    @Override
    public String key() {
      return "container";
    }

    @Override
    public String text() {
      return pattern.toString();
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

    @Override
    public boolean isAboutPlace() {
      return true;
    }

    @Override
    public String key() {
      return "cgroup_namespace";
    }

    @Override
    public String text() {
      return pattern.toString();
    }
  }
}
