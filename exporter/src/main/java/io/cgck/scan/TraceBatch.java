package io.cgck.scan;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The events that came since the batch before.
 *
 * @param attachments those about one process in their order
 * @param namespaceChanges PIDs of processes that have perhaps changed their namespaces
 * @param incomplete whether some were lost, so that only a scan can tell
 * @param now when the batch was taken
 * @param nanos the same as {@link System#nanoTime} has it
 * @param status empty where nobody reads events
 */
public record TraceBatch(
    List<Attachment> attachments,
    Set<Integer> namespaceChanges,
    boolean incomplete,
    Instant now,
    long nanos,
    Optional<TraceStatus> status) {
  /** What there is where nobody reads events. */
  public static final TraceBatch NONE =
      new TraceBatch(List.of(), Set.of(), false, Instant.EPOCH, 0, Optional.empty());

  public TraceBatch {
    attachments = List.copyOf(attachments);
    namespaceChanges = Set.copyOf(namespaceChanges);
    requireNonNull(now, "now is null");
    requireNonNull(status, "status is null");
  }

  /** This one and another that was taken after it. */
  TraceBatch plus(TraceBatch later) {
    return new TraceBatch(
        Stream.concat(attachments.stream(), later.attachments.stream()).toList(),
        Stream.concat(namespaceChanges.stream(), later.namespaceChanges.stream())
            .collect(Collectors.toSet()),
        incomplete || later.incomplete,
        later.now,
        later.nanos,
        later.status);
  }

  /** What is of it about some processes. */
  TraceBatch only(Predicate<Integer> pids) {
    return new TraceBatch(
        attachments.stream().filter(each -> pids.test(each.pid())).toList(),
        namespaceChanges.stream().filter(pids).collect(Collectors.toSet()),
        incomplete,
        now,
        nanos,
        status);
  }

  boolean isEmpty() {
    return attachments.isEmpty() && namespaceChanges.isEmpty() && !incomplete;
  }

  /** The processes that something happened to. */
  public Set<Integer> pids() {
    Set<Integer> pids = new HashSet<>(namespaceChanges);
    attachments.forEach(attachment -> pids.add(attachment.pid()));
    return pids;
  }

  /**
   * How long ago the events were, in seconds; those that were merged count once.
   *
   * @param nanoTime now
   */
  public List<Double> delays(long nanoTime) {
    return attachments.stream()
        .map(attachment -> Math.max(nanoTime - attachment.nanos(), 0) / 1e9)
        .toList();
  }

  Instant timeOf(Attachment attachment) {
    return now.minus(Duration.ofNanos(nanos - attachment.nanos()));
  }
}
