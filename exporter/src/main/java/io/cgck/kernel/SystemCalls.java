package io.cgck.kernel;

/**
 * Numbers of system calls, as {@code asm/unistd.h} of an architecture has them ({@code
 * arch/x86/entry/syscalls/syscall_64.tbl}, {@code scripts/syscall.tbl} and their like).
 */
record SystemCalls(
    long openat,
    long close,
    long read,
    long pread64,
    long readlinkat,
    long lseek,
    long getdents64,
    long statx,
    long fstatfs,
    long capget,
    long capset,
    long clockGettime,
    long prlimit64,
    long setpriority,
    long schedSetscheduler) {
  /**
   * Those of an architecture.
   *
   * @param architecture as the system property {@code os.arch} names it
   */
  static SystemCalls of(String architecture) {
    return switch (architecture) {
      case "amd64", "x86_64" ->
          new SystemCalls(257, 3, 0, 17, 267, 8, 217, 332, 138, 125, 126, 228, 302, 141, 144);
      case "aarch64", "riscv64" ->
          new SystemCalls(56, 57, 63, 67, 78, 62, 61, 291, 44, 90, 91, 113, 261, 140, 119);
      case "ppc64le" ->
          new SystemCalls(286, 6, 3, 179, 296, 19, 202, 383, 100, 183, 184, 246, 325, 97, 156);
      case "s390x" ->
          new SystemCalls(288, 6, 3, 180, 298, 19, 220, 379, 100, 184, 185, 260, 334, 97, 156);
      default ->
          throw new UnsatisfiedLinkError("cgck does not know this architecture: " + architecture);
    };
  }
}
