package io.cgck.metrics;

import io.cgck.model.ProcessInfo;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes one page. What it says of processes that are as they were on the page before is taken or
 * copied from there; all else simpleclient writes.
 */
final class PageWriter {
  private static final int FIRST_SIZE = 16 * 1024;

  private final Publisher publisher;
  private final ExpositionFormat format;
  private final Optional<Page> before;
  private final SpareDeflater deflaters;

  PageWriter(
      Publisher publisher,
      ExpositionFormat format,
      Optional<Page> before,
      SpareDeflater deflaters) {
    this.publisher = publisher;
    this.format = format;
    this.before = before;
    this.deflaters = deflaters;
  }

  /**
   * Writes the page of a state.
   *
   * @throws RuntimeException if what is said of processes cannot be written block by block
   */
  Page write(Publisher.State state) {
    return page(
        state,
        state.published().map(this::processes).orElseGet(PageWriter::noProcesses),
        publisher.familiesWithoutProcesses(state));
  }

  /** Writes the page of a state with no block that could be copied. */
  Page writeInOne(Publisher.State state) {
    return page(state, noProcesses(), publisher.families(state));
  }

  private Page page(
      Publisher.State state, Page.Processes processes, List<MetricFamilySamples> families) {
    int expected = before.map(page -> withSomeMore(page.rest())).orElse(FIRST_SIZE);
    try (Encoder encoder = new Encoder(expected, deflaters)) {
      encoder.resume(processes.checksum());
      new FamilyWriter(format, encoder).write(families);
      return new Page(state.version(), processes, encoder.bytes(), encoder.checksum());
    }
  }

  private static int withSomeMore(ByteBuffer bytes) {
    return bytes.limit() + bytes.limit() / 16;
  }

  private static Page.Processes noProcesses() {
    try (Encoder encoder = new Encoder(Encoder.HEADER_LENGTH)) {
      encoder.begin();
      return new Page.Processes(List.of(), false, encoder.bytes(), encoder.checksum(), Map.of());
    }
  }

  private Page.Processes processes(Published published) {
    return before
        .map(Page::processes)
        .filter(last -> last.areOf(published))
        .orElseGet(() -> writeProcesses(published));
  }

  private Page.Processes writeProcesses(Published published) {
    boolean severalHierarchies = ProcessCollector.hasSeveralHierarchies(published.snapshot());
    Optional<Page.Processes> last =
        before
            .map(Page::processes)
            .filter(processes -> processes.severalHierarchies() == severalHierarchies);
    int expected = last.map(processes -> withSomeMore(processes.bytes())).orElse(FIRST_SIZE);
    try (Encoder encoder = new Encoder(expected, deflaters)) {
      FamilyWriter writer = new FamilyWriter(format, encoder);
      encoder.begin();
      List<ProcessInfo> shown = published.processes().shown();
      List<Draft> drafts = new ArrayList<>();
      for (List<ProcessInfo> processes : ProcessBlocks.divide(shown)) {
        drafts.add(Draft.of(processes, last));
      }
      for (ProcessCollector.Part part : ProcessCollector.PARTS) {
        boolean written = severalHierarchies || !part.ofHierarchies();
        if (written) {
          writeFamily(part, drafts, encoder, writer);
        } else {
          drafts.forEach(draft -> draft.sections().add(Section.EMPTY));
        }
      }
      return new Page.Processes(
          shown,
          severalHierarchies,
          encoder.bytes(),
          encoder.checksum(),
          drafts.stream()
              .map(Draft::block)
              .collect(
                  Collectors.toMap(
                      block -> block.processes().getFirst().pid(), Function.identity())));
    }
  }

  private static void writeFamily(
      ProcessCollector.Part part, List<Draft> drafts, Encoder encoder, FamilyWriter writer) {
    OptionalInt head = OptionalInt.empty();
    for (Draft draft : drafts) {
      Optional<Section> old = draft.next();
      List<MetricFamilySamples> made =
          old.isPresent() ? List.of() : samples(part, draft.processes());
      Section section = Section.EMPTY;
      if (!made.isEmpty() || old.filter(one -> !one.isEmpty()).isPresent()) {
        // A family without samples has no head either.
        if (head.isEmpty()) {
          head = OptionalInt.of(writer.writeHead(part.family()));
        }
        section =
            old.isPresent()
                ? encoder.copy(draft.source().orElseThrow(), old.get())
                : writer.writeSamples(made.getFirst(), head.getAsInt());
      }
      draft.sections().add(section);
    }
  }

  private static List<MetricFamilySamples> samples(
      ProcessCollector.Part part, List<ProcessInfo> processes) {
    Families families = new Families();
    processes.forEach(process -> part.samples().add(process, families));
    return families.toList();
  }

  /**
   * A block that is written.
   *
   * @param sections so far
   * @param before the block of the page before with the same processes
   * @param source where that stands
   */
  private record Draft(
      List<ProcessInfo> processes,
      List<Section> sections,
      Optional<Page.Block> before,
      Optional<ByteBuffer> source) {
    static Draft of(List<ProcessInfo> processes, Optional<Page.Processes> last) {
      Optional<Page.Block> before =
          last.map(page -> page.blocks().get(processes.getFirst().pid()))
              .filter(block -> block.processes().equals(processes));
      return new Draft(processes, new ArrayList<>(), before, last.map(Page.Processes::bytes));
    }

    /** Where the next family stands on the page before. */
    Optional<Section> next() {
      return before.map(block -> block.sections().get(sections.size()));
    }

    /** With these processes, though equal to those before, so that those can go. */
    Page.Block block() {
      return new Page.Block(processes, sections);
    }
  }
}
