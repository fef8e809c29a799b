package io.cgck.scan;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the reading of events goes, and what it has counted since it began.
 *
 * @param up whether events come
 * @param reason why not, as a word for a label; empty if they do
 * @param instance directory of the trace instance; empty if there is none
 * @param events by name of the event
 * @param lost overwritten before they were read, or dropped for lack of room
 * @param merged counted and not looked at one by one
 * @param malformed of which no sense could be made
 * @param threadMoves moves of single threads ({@code cgroup.threads}), which are not of processes
 */
public record TraceStatus(
    boolean up,
    String reason,
    String instance,
    SortedMap<String, Long> events,
    long lost,
    long merged,
    long malformed,
    long threadMoves) {
  public TraceStatus {
    requireNonNull(reason, "reason is null");
    requireNonNull(instance, "instance is null");
    events = java.util.Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, Long>) events));
  }
}
