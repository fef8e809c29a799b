package io.cgck.procfs;

import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;

/**
 * Targets of the links below {@code /proc/PID/ns} ({@code namespaces(7)}): {@code KIND:[INODE]}.
 */
final class ProcNamespaceLink {
  private ProcNamespaceLink() {}

  static ReadResult<NamespaceId> parse(NamespaceKind kind, byte[] bytes, int length) {
    KernelText text = KernelText.of(bytes, length);
    int open = kind.label().length() + 1;
    boolean shaped =
        length > open + 2
            && text.slice(0, open - 1).contentEquals(kind.label())
            && text.slice(open - 1, open + 1).contentEquals(":[")
            && text.at(length - 1) == ']';
    long inode = shaped ? text.slice(open + 1, length - 1).number() : -1;
    if (inode <= 0) {
      return new ReadResult.Malformed<>(
          "expected " + kind.label() + ":[inode], found '" + text + "'");
    }
    return new ReadResult.Ok<>(new NamespaceId(kind, inode));
  }

  /** Whether a link names this namespace. Leaves nothing for the garbage collector. */
  static boolean names(NamespaceId namespace, byte[] bytes, int length) {
    String label = namespace.kind().label();
    int open = label.length() + 2;
    return length > open + 1
        && bytes[length - 1] == ']'
        && bytes[open - 1] == '['
        && bytes[open - 2] == ':'
        && KernelText.number(bytes, open, length - 1) == namespace.inode()
        && KernelText.contentEquals(bytes, 0, open - 2, label);
  }
}
