package io.cgck.tracefs;

import io.cgck.procfs.KernelString;
import io.cgck.procfs.ReadResult;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Decodes the records of one event, by its format. Names come as bytes of a known length, so that
 * no name of a process or cgroup can pass for anything else.
 */
final class EventDecoder {
  /** {@code TRACE_CGROUP_PATH_LEN}, with the NUL at the end. */
  private static final int PATH_LENGTH = 1024;

  private static final int TEXT_OFFSET_MASK = 0xffff;
  private static final int TEXT_LENGTH_SHIFT = 16;

  private final EventFormat format;
  private final ByteOrder order;
  private final EventFormat.Field thread;
  private final Optional<Move> move;
  private final Optional<EventFormat.Field> result;

  private record Move(
      EventFormat.Field hierarchy,
      EventFormat.Field pid,
      EventFormat.Field path,
      EventFormat.Field comm) {}

  private EventDecoder(
      EventFormat format,
      ByteOrder order,
      EventFormat.Field thread,
      Optional<Move> move,
      Optional<EventFormat.Field> result) {
    this.format = format;
    this.order = order;
    this.thread = thread;
    this.move = move;
    this.result = result;
  }

  /** A decoder for an event that moves processes, or for the end of a system call. */
  static ReadResult<EventDecoder> of(EventFormat format, ByteOrder order) {
    Optional<EventFormat.Field> hierarchy = format.number("dst_root");
    Optional<EventFormat.Field> pid = format.number("pid");
    Optional<EventFormat.Field> path = format.text("dst_path");
    Optional<EventFormat.Field> comm = format.text("comm");
    Optional<Move> move =
        hierarchy.isPresent() && pid.isPresent() && path.isPresent() && comm.isPresent()
            ? Optional.of(new Move(hierarchy.get(), pid.get(), path.get(), comm.get()))
            : Optional.empty();
    Optional<EventFormat.Field> result = format.number("ret");
    Optional<EventFormat.Field> thread = format.number("common_pid");
    if (thread.isEmpty() || (move.isEmpty() && result.isEmpty())) {
      return new ReadResult.Malformed<>(
          "event "
              + format.name()
              + " has neither the fields dst_root, dst_path, pid and comm nor the field ret");
    }
    return new ReadResult.Ok<>(new EventDecoder(format, order, thread.get(), move, result));
  }

  /** The number that its records begin with. */
  int id() {
    return format.id();
  }

  String event() {
    return format.name();
  }

  /**
   * Decodes a record; empty if it makes no sense.
   *
   * @param from index of its first byte
   * @param to index after its last byte
   */
  Optional<TraceRecord> decode(byte[] page, long nanos, int from, int to) {
    Bytes bytes = new Bytes(ByteBuffer.wrap(page, 0, to).order(order), page, from, to);
    if (!bytes.has(thread)) {
      return Optional.empty();
    }
    int actor = (int) bytes.number(thread);
    if (move.isPresent()) {
      return moved(bytes, move.get(), nanos, actor);
    }
    return result
        .filter(bytes::has)
        .map(
            of ->
                bytes.number(of) == 0
                    ? new TraceRecord.NamespacesChanged(nanos, actor)
                    : new TraceRecord.Idle(nanos, actor));
  }

  private static Optional<TraceRecord> moved(Bytes bytes, Move move, long nanos, int actor) {
    if (!bytes.has(move.hierarchy) || !bytes.has(move.pid)) {
      return Optional.empty();
    }
    Optional<String> path = bytes.text(move.path);
    Optional<String> comm = bytes.text(move.comm);
    long pid = bytes.number(move.pid);
    long hierarchy = bytes.number(move.hierarchy);
    if (path.isEmpty() || comm.isEmpty() || pid <= 0 || hierarchy < 0) {
      return Optional.empty();
    }
    boolean cut = bytes.textLength(move.path) >= PATH_LENGTH || !path.get().startsWith("/");
    return Optional.of(
        new TraceRecord.Attached(
            nanos, actor, (int) hierarchy, path.get(), cut, (int) pid, comm.get()));
  }

  /** The bytes of one record. */
  @SuppressWarnings("ArrayRecordComponent") // a view of a page, never compared
  private record Bytes(ByteBuffer bytes, byte[] page, int from, int to) {
    boolean has(EventFormat.Field field) {
      return from + field.offset() + field.size() <= to;
    }

    long number(EventFormat.Field field) {
      int at = from + field.offset();
      return switch (field.size()) {
        case 1 -> field.signed() ? bytes.get(at) : Byte.toUnsignedInt(bytes.get(at));
        case 2 -> field.signed() ? bytes.getShort(at) : Short.toUnsignedInt(bytes.getShort(at));
        case 4 -> field.signed() ? bytes.getInt(at) : Integer.toUnsignedLong(bytes.getInt(at));
        default -> bytes.getLong(at);
      };
    }

    /** Bytes of a text with the NUL at its end; 0 if that makes no sense. */
    int textLength(EventFormat.Field field) {
      return has(field)
          ? field.type().equals("char")
              ? field.size()
              : bytes.getInt(from + field.offset()) >>> TEXT_LENGTH_SHIFT
          : 0;
    }

    Optional<String> text(EventFormat.Field field) {
      if (!has(field)) {
        return Optional.empty();
      }
      int begin = from + field.offset();
      if (!field.type().equals("char")) {
        int offset = bytes.getInt(begin) & TEXT_OFFSET_MASK;
        begin = field.isTextBehind() ? begin + field.size() + offset : from + offset;
      }
      int end = begin + textLength(field);
      if (end > to) {
        return Optional.empty();
      }
      int length = begin;
      while (length < end && page[length] != 0) {
        length++;
      }
      return Optional.of(KernelString.decode(page, begin, length));
    }
  }
}
