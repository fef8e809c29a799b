package io.cgck.expect;

import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.ProcessInfo;
import java.util.Optional;

/**
 * Which processes have a parent that something can be expected of. PID 1 and systemd of a user
 * start processes for others, and so does a runtime for a container in a PID namespace of its own.
 */
final class Parents {
  private static final String SYSTEMD = "systemd";

  private Parents() {}

  static boolean isMeant(Subject subject) {
    return subject
        .parent()
        .filter(parent -> parent.pid() != 1 && !parent.kernelThread())
        .filter(parent -> !parent.comm().equals(SYSTEMD))
        .filter(parent -> !isOfAnotherPidNamespace(subject.process(), parent))
        .isPresent();
  }

  private static boolean isOfAnotherPidNamespace(ProcessInfo child, ProcessInfo parent) {
    Optional<NamespaceId> own = child.namespaces().get(NamespaceKind.PID);
    Optional<NamespaceId> parents = parent.namespaces().get(NamespaceKind.PID);
    return own.isPresent() && parents.isPresent() && !own.equals(parents);
  }
}
