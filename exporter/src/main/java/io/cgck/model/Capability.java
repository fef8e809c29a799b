package io.cgck.model;

/** The capabilities of {@code capabilities(7)} that widen what cgck sees. */
public enum Capability {
  /** Namespaces, root directories and executables of other users' processes. */
  CAP_SYS_PTRACE(19),
  /** Exact roots of cgroup namespaces, and absolute paths from inside a cgroup namespace. */
  CAP_SYS_ADMIN(21);

  private final int number;

  Capability(int number) {
    this.number = number;
  }

  /** Its number in {@code include/uapi/linux/capability.h}. */
  public int number() {
    return number;
  }
}
