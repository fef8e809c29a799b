package io.cgck.expect;

import io.cgck.attribute.Attribution;
import io.cgck.model.CgroupMount;
import io.cgck.model.CgroupPath;
import io.cgck.model.MountView;
import io.cgck.model.NamespaceId;
import io.cgck.model.Placement;
import io.cgck.model.ProcessInfo;
import java.util.Optional;

/** What is wrong on any host, so that it needs no configuration. */
enum BuiltInRequirement implements Requirement {
  /** Nobody is outside the root of its cgroup namespace. */
  INSIDE_CGROUP_NAMESPACE("below the root of its cgroup namespace") {
    @Override
    public Verdict judge(Subject subject) {
      ProcessInfo process = subject.process();
      if (isInitial(process)) {
        return new Verdict.NotMeant();
      }
      Placement placement = process.placement();
      if (placement.outside().isEmpty()) {
        return new Verdict.Unknown();
      }
      return placement.outside().get()
          ? new Verdict.Broken(
              subject.namespaceRoot().map(root -> root + "/**").orElse(text()), where(process))
          : new Verdict.Met();
    }
  },

  /**
   * Nobody sees a stale cgroup mount that may be written to. Who was given the host's tree to look
   * at has it read-only and is left alone: cAdvisor ({@code --volume=/sys:/sys:ro}), sandboxes
   * ({@code bwrap --ro-bind / /}).
   */
  FRESH_CGROUP_MOUNT("a cgroup mount with its root inside its cgroup namespace") {
    @Override
    public Verdict judge(Subject subject) {
      if (isInitial(subject.process())) {
        return new Verdict.NotMeant();
      }
      return subject.process().placement().mount() instanceof MountView.Reached(CgroupMount mount)
              && mount.readOnly()
          ? new Verdict.NotMeant()
          : Mounts.judge(subject);
    }
  },

  /**
   * No process of a container is in the initial cgroup namespace while its first process is in a
   * private one. A container that shares the host's namespace is as it was made, even if one of its
   * processes makes a namespace for itself.
   */
  CONTAINER_CGROUP_NAMESPACE("the private cgroup namespace of its container") {
    @Override
    public Verdict judge(Subject subject) {
      Attribution made = subject.attributions().of(subject.process());
      if (made.containerId().isEmpty()) {
        return new Verdict.NotMeant();
      }
      Optional<NamespaceId> own = subject.process().namespaces().cgroup();
      if (own.isEmpty()) {
        return new Verdict.Unknown();
      }
      return own.get().isInitial() && subject.ofPrivateContainer()
          ? new Verdict.Broken(text(), own.get().toString())
          : new Verdict.Met();
    }
  },

  /** No living process moves out of the service or container that it is in. */
  STAYS_IN_UNIT("the service or container that it was in") {
    @Override
    public Verdict judge(Subject subject) {
      if (subject.home().isEmpty()) {
        return new Verdict.NotMeant();
      }
      Optional<CgroupPath> cgroup = subject.process().cgroup();
      if (cgroup.isEmpty()) {
        return new Verdict.Unknown();
      }
      CgroupPath home = subject.home().get().root();
      return cgroup.get().isInside(home)
          ? new Verdict.Met()
          : new Verdict.Broken(home + "/**", cgroup.get().value());
    }
  },

  /**
   * Where PID 1 is systemd, no process of user space is in the root cgroup: it would have no limits
   * and belong to no unit. Helpers that the kernel itself starts ({@code modprobe}, the handler of
   * {@code core(5)} dumps) are born there.
   */
  NOT_IN_ROOT_CGROUP("any cgroup but /") {
    @Override
    public Verdict judge(Subject subject) {
      ProcessInfo process = subject.process();
      if (!subject.systemdHost() || process.pid() == 1 || subject.ofTheKernel()) {
        return new Verdict.NotMeant();
      }
      if (process.cgroup().isEmpty()) {
        return new Verdict.Unknown();
      }
      return process.cgroup().get().isRoot() ? new Verdict.Broken(text(), "/") : new Verdict.Met();
    }
  };

  private final String text;

  BuiltInRequirement(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }

  private static boolean isInitial(ProcessInfo process) {
    return process.namespaces().cgroup().map(NamespaceId::isInitial).orElse(false);
  }

  private static String where(ProcessInfo process) {
    return process.cgroup().map(CgroupPath::value).orElse("outside");
  }
}
