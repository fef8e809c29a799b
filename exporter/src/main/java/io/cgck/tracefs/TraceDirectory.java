package io.cgck.tracefs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import io.cgck.procfs.ReadResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The files of a trace instance; what is wrong with one becomes an {@link Obstacle}. */
record TraceDirectory(Path path) {
  static final String ATTACH = "cgroup/cgroup_attach_task";
  static final String TRANSFER = "cgroup/cgroup_transfer_tasks";
  static final List<String> NAMESPACE_CALLS =
      List.of("syscalls/sys_exit_setns", "syscalls/sys_exit_unshare");
  private static final String MONOTONIC = "[mono]";
  private static final int PIECE = 64 * 1024;
  private static final int LARGEST_FILE = 1 << 20;

  TraceDirectory {
    requireNonNull(path, "path is null");
  }

  Path event(String event) {
    return path.resolve("events").resolve(event);
  }

  boolean hasEvent(String event) {
    return Files.exists(event(event).resolve("format"));
  }

  /** Whether its events come. */
  boolean isOn(String event) throws TracefsException {
    return read(event(event).resolve("enable")).startsWith("1");
  }

  boolean isRecording() throws TracefsException {
    return read(path.resolve("tracing_on")).startsWith("1");
  }

  /** Whether its clock is the one of {@code System.nanoTime}. */
  boolean isMonotonic() throws TracefsException {
    return read(path.resolve("trace_clock")).contains(MONOTONIC);
  }

  PageFormat pageFormat() throws TracefsException {
    return parsed(path.resolve("events/header_page"), PageFormat::parse);
  }

  EventFormat format(String event) throws TracefsException {
    return parsed(event(event).resolve("format"), EventFormat::parse);
  }

  private static <T> T parsed(Path file, Function<String, ReadResult<T>> parse)
      throws TracefsException {
    ReadResult<T> result = parse.apply(read(file));
    Optional<T> value = result.toOptional();
    if (value.isEmpty()) {
      throw new TracefsException(
          Obstacle.Reason.MALFORMED,
          file
              + " is not understood: "
              + (result instanceof ReadResult.Malformed<T>(String why) ? why : ""));
    }
    return value.get();
  }

  /** The raw pipes of all CPUs that there can be. */
  List<String> pipes() throws TracefsException {
    Path cpus = path.resolve("per_cpu");
    try (Stream<Path> all = Files.list(cpus)) {
      return all.filter(cpu -> String.valueOf(cpu.getFileName()).matches("cpu\\d+"))
          .sorted()
          .map(cpu -> cpu.resolve("trace_pipe_raw").toString())
          .toList();
    } catch (IOException e) {
      throw obstacle(cpus, "list", e);
    }
  }

  void write(String file, String value) throws TracefsException {
    Path to = path.resolve(file);
    try {
      Files.writeString(to, value, ISO_8859_1, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw obstacle(to, "write", e);
    }
  }

  /** Reads in large pieces: of some files the kernel gives nothing after the first one. */
  static String read(Path file) throws TracefsException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      StringBuilder text = new StringBuilder();
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      while (channel.read(piece) > 0 && text.length() < LARGEST_FILE) {
        text.append(new String(piece.array(), 0, piece.position(), ISO_8859_1));
        piece.clear();
      }
      return text.toString();
    } catch (IOException e) {
      throw obstacle(file, "read", e);
    }
  }

  static TracefsException obstacle(Path file, String what, IOException e) {
    String reason = e instanceof FileSystemException of ? String.valueOf(of.getReason()) : "";
    String cannot = "cannot " + what + " " + file + ": ";
    if (e instanceof AccessDeniedException || reason.contains("not permitted")) {
      return new TracefsException(
          Obstacle.Reason.NOT_PERMITTED,
          cannot
              + "permission denied; run cgck as root, or let root prepare an instance for it (the"
              + " drop-in tracing.conf)");
    }
    if (e instanceof NoSuchFileException) {
      return new TracefsException(Obstacle.Reason.FAILED, cannot + "it does not exist");
    }
    if (reason.contains("Read-only")) {
      return new TracefsException(
          Obstacle.Reason.READ_ONLY,
          cannot
              + "the file system is read-only; mount tracefs writable, or let root prepare an"
              + " instance for it (the drop-in tracing.conf)");
    }
    return new TracefsException(
        Obstacle.Reason.FAILED, cannot + (reason.isEmpty() ? e.toString() : reason));
  }
}
