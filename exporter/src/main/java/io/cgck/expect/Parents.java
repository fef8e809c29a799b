package io.cgck.expect;

/** Which processes have a parent that something can be expected of. */
final class Parents {
  private Parents() {}

  static boolean isMeant(Subject subject) {
    return subject
        .parent()
        .map(parent -> parent.pid() != 1 && !parent.kernelThread())
        .orElse(false);
  }
}
