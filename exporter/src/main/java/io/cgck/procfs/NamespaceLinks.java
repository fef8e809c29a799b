package io.cgck.procfs;

import io.cgck.kernel.Descriptor;
import io.cgck.kernel.Errno;
import io.cgck.kernel.FileName;
import io.cgck.kernel.KernelReader;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The links below {@code /proc/PID/ns} ({@code namespaces(7)}). Most processes are in the
 * namespaces that the one before was in: what a link said last is not parsed again.
 */
final class NamespaceLinks {
  private static final Map<NamespaceKind, FileName> NAMES = names();

  private final KernelReader reader;
  private final Map<NamespaceKind, Seen> last = new EnumMap<>(NamespaceKind.class);

  NamespaceLinks(KernelReader reader) {
    this.reader = reader;
  }

  /** A target, and what it means. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Seen(byte[] target, ReadResult<NamespaceId> result) {}

  private static Map<NamespaceKind, FileName> names() {
    Map<NamespaceKind, FileName> names = new EnumMap<>(NamespaceKind.class);
    for (NamespaceKind kind : NamespaceKind.values()) {
      names.put(kind, FileName.of("ns/" + kind.label()));
    }
    return names;
  }

  static FileName nameOf(NamespaceKind kind) {
    FileName name = NAMES.get(kind);
    if (name == null) {
      throw new IllegalStateException("no link for " + kind);
    }
    return name;
  }

  /** Reads the link of a process, whose directory is open. */
  ReadResult<NamespaceId> read(Descriptor directory, NamespaceKind kind) {
    int length = reader.readLink(directory, nameOf(kind));
    if (length < 0) {
      return ReadResult.ofError(Errno.ofResult(length));
    }
    Seen seen = last.get(kind);
    if (seen != null
        && length == seen.target.length
        && Arrays.equals(reader.bytes(), 0, length, seen.target, 0, length)) {
      return seen.result;
    }
    ReadResult<NamespaceId> result = ProcNamespaceLink.parse(kind, reader.bytes(), length);
    last.put(kind, new Seen(Arrays.copyOf(reader.bytes(), length), result));
    return result;
  }
}
