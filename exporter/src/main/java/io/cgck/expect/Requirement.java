package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import io.cgck.model.CgroupPath;
import io.cgck.model.NamespaceId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Something that is expected of a process. */
public sealed interface Requirement
    permits Requirement.InCgroup,
        Requirement.InCgroupNamespace,
        Requirement.MountRootInside,
        Requirement.Limits,
        BuiltInRequirement {
  /** Judges a process of user space that lives. */
  Verdict judge(Subject subject);

  /** As a person would write it. */
  String text();

  /** Whether it depends on where the parent is. */
  default boolean dependsOnParent() {
    return false;
  }

  /** Whether it depends on where the process was first. */
  default boolean dependsOnFirstSeen() {
    return false;
  }

  /**
   * The process is in one of these cgroups.
   *
   * @param hierarchy the hierarchy that is meant; empty for the default one
   */
  record InCgroup(List<Place> anyOf, Optional<HierarchyName> hierarchy) implements Requirement {
    public InCgroup {
      anyOf = List.copyOf(anyOf);
      if (anyOf.isEmpty()) {
        throw new IllegalArgumentException("no place");
      }
      requireNonNull(hierarchy, "hierarchy is null");
    }

    @Override
    public Verdict judge(Subject subject) {
      Optional<CgroupPath> cgroup = Subject.cgroup(subject.process(), hierarchy);
      if (cgroup.isEmpty()) {
        return new Verdict.Unknown();
      }
      List<Verdict> verdicts =
          anyOf.stream().map(place -> place.judge(cgroup.get(), subject, hierarchy)).toList();
      if (verdicts.contains(new Verdict.Met())) {
        return new Verdict.Met();
      }
      if (verdicts.contains(new Verdict.Unknown())) {
        return new Verdict.Unknown();
      }
      List<String> expected =
          verdicts.stream()
              .filter(Verdict.Broken.class::isInstance)
              .map(verdict -> ((Verdict.Broken) verdict).expected())
              .toList();
      return expected.isEmpty()
          ? new Verdict.NotMeant()
          : new Verdict.Broken(
              String.join(" or ", expected) + ofHierarchy(), cgroup.get().value() + ofHierarchy());
    }

    private String ofHierarchy() {
      return hierarchy.map(name -> " (" + name + ")").orElse("");
    }

    @Override
    public String text() {
      return "cgroup "
          + anyOf.stream().map(Place::text).collect(Collectors.joining(" or "))
          + ofHierarchy();
    }

    @Override
    public boolean dependsOnParent() {
      return anyOf.stream().anyMatch(Place.OfParent.class::isInstance);
    }

    @Override
    public boolean dependsOnFirstSeen() {
      return anyOf.stream().anyMatch(Place.FirstSeen.class::isInstance);
    }
  }

  /** The process is in a cgroup namespace of this kind. */
  record InCgroupNamespace(Kind kind) implements Requirement {
    public InCgroupNamespace {
      requireNonNull(kind, "kind is null");
    }

    /** Which namespaces are meant. */
    public enum Kind {
      /** The one that the system booted with. */
      INITIAL,
      /** Any other. */
      PRIVATE,
      /** That of the process that started it; see {@link Place.OfParent}. */
      PARENT
    }

    @Override
    public Verdict judge(Subject subject) {
      if (kind == Kind.PARENT && !Parents.isMeant(subject)) {
        return new Verdict.NotMeant();
      }
      Optional<NamespaceId> own = subject.process().namespaces().cgroup();
      Optional<NamespaceId> parents =
          subject.parent().flatMap(parent -> parent.namespaces().cgroup());
      if (own.isEmpty() || (kind == Kind.PARENT && parents.isEmpty())) {
        return new Verdict.Unknown();
      }
      return switch (kind) {
        case INITIAL -> compare(own.get().isInitial(), "initial cgroup namespace", own.get());
        case PRIVATE -> compare(!own.get().isInitial(), "private cgroup namespace", own.get());
        case PARENT ->
            compare(own.equals(parents), parents.map(NamespaceId::toString).orElse(""), own.get());
      };
    }

    private static Verdict compare(boolean met, String expected, NamespaceId own) {
      return met ? new Verdict.Met() : new Verdict.Broken(expected, own.toString());
    }

    @Override
    public String text() {
      return switch (kind) {
        case INITIAL -> "cgroup namespace initial";
        case PRIVATE -> "cgroup namespace private";
        case PARENT -> "cgroup namespace parent";
      };
    }

    @Override
    public boolean dependsOnParent() {
      return kind == Kind.PARENT;
    }
  }

  /** The cgroup mount that the process sees is not stale; one that sees none is not meant. */
  record MountRootInside() implements Requirement {
    @Override
    public Verdict judge(Subject subject) {
      return Mounts.judge(subject);
    }

    @Override
    public String text() {
      return "mount root inside";
    }
  }

  /**
   * The cgroups of the process have these limits, as they come to up the tree. It is judged of
   * cgroups ({@link LimitEvaluator}) and says nothing of a process: a thousand processes in one
   * cgroup are one violation.
   */
  record Limits(List<LimitBound> bounds) implements Requirement {
    public Limits {
      bounds = List.copyOf(bounds);
      if (bounds.isEmpty()) {
        throw new IllegalArgumentException("no limit");
      }
    }

    @Override
    public Verdict judge(Subject subject) {
      return new Verdict.NotMeant();
    }

    @Override
    public String text() {
      return bounds.stream().map(LimitBound::text).collect(Collectors.joining(", "));
    }
  }
}
