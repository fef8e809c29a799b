package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import io.cgck.match.TextPattern;
import io.cgck.model.CgroupPath;
import java.util.Optional;

/** A cgroup where a process may be. */
public sealed interface Place {
  /** Whether a process that is in this cgroup is in its place. */
  Verdict judge(CgroupPath cgroup, Subject subject, Optional<HierarchyName> hierarchy);

  /** As a person would write it. */
  String text();

  /** Cgroups whose path matches. */
  record Matching(TextPattern pattern) implements Place {
    public Matching {
      requireNonNull(pattern, "pattern is null");
    }

    @Override
    public Verdict judge(CgroupPath cgroup, Subject subject, Optional<HierarchyName> hierarchy) {
      return pattern.matches(cgroup.value())
          ? new Verdict.Met()
          : new Verdict.Broken(text(), cgroup.value());
    }

    @Override
    public String text() {
      return pattern.toString();
    }
  }

  /** The cgroups of units of the system's manager. */
  record InUnit(TextPattern unit) implements Place {
    public InUnit {
      requireNonNull(unit, "unit is null");
    }

    @Override
    public Verdict judge(CgroupPath cgroup, Subject subject, Optional<HierarchyName> hierarchy) {
      String found = subject.attributions().of(cgroup).unit();
      return !found.isEmpty() && unit.matches(found)
          ? new Verdict.Met()
          : new Verdict.Broken(text(), cgroup.value());
    }

    @Override
    public String text() {
      return "unit " + unit;
    }
  }

  /** The cgroup in which the process was when the expectation first meant it, or one below. */
  record FirstSeen() implements Place {
    @Override
    public Verdict judge(CgroupPath cgroup, Subject subject, Optional<HierarchyName> hierarchy) {
      return inside(cgroup, subject.firstSeen(hierarchy));
    }

    @Override
    public String text() {
      return "first-seen";
    }
  }

  /**
   * The cgroup of the process that started it, or one below. A child of PID 1 is not meant: init
   * starts processes for others. After the parent's end its last cgroup counts.
   */
  record OfParent() implements Place {
    @Override
    public Verdict judge(CgroupPath cgroup, Subject subject, Optional<HierarchyName> hierarchy) {
      return Parents.isMeant(subject)
          ? inside(cgroup, subject.ofParent(hierarchy))
          : new Verdict.NotMeant();
    }

    @Override
    public String text() {
      return "parent";
    }
  }

  private static Verdict inside(CgroupPath cgroup, Optional<CgroupPath> expected) {
    if (expected.isEmpty()) {
      return new Verdict.Unknown();
    }
    return cgroup.isInside(expected.get())
        ? new Verdict.Met()
        : new Verdict.Broken(expected.get().value(), cgroup.value());
  }
}
