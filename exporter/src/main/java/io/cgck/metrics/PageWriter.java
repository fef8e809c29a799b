package io.cgck.metrics;

import io.cgck.model.ProcessInfo;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes one page. What it says of processes that are as they were on the page before is copied
 * from there; all else simpleclient writes.
 */
final class PageWriter implements AutoCloseable {
  private static final int FIRST_SIZE = 64 * 1024;

  private final Publisher publisher;
  private final Optional<Page> before;
  private final Encoder encoder;
  private final FamilyWriter writer;

  PageWriter(
      Publisher publisher, ExpositionFormat format, ContentCoding coding, Optional<Page> before) {
    this.publisher = publisher;
    this.before = before;
    this.encoder =
        new Encoder(
            coding, before.map(page -> withSomeMore(page.bytes().limit())).orElse(FIRST_SIZE));
    this.writer = new FamilyWriter(format, encoder);
  }

  private static int withSomeMore(int length) {
    return length + length / 16;
  }

  /**
   * Writes the page of a state.
   *
   * @throws RuntimeException if what is said of processes cannot be written block by block
   */
  Page write(Publisher.State state) {
    encoder.begin();
    List<Written> blocks = state.published().map(this::writeProcesses).orElse(List.of());
    writer.write(publisher.familiesWithoutProcesses(state));
    return page(state, blocks);
  }

  /** Writes the page of a state with no block that could be copied. */
  Page writeInOne(Publisher.State state) {
    encoder.begin();
    writer.write(publisher.families(state));
    return page(state, List.of());
  }

  private Page page(Publisher.State state, List<Written> blocks) {
    return new Page(
        state.version(),
        encoder.bytes(),
        encoder.checksum(),
        blocks.stream()
            .map(Written::block)
            .collect(
                Collectors.toMap(
                    block -> block.processes().getFirst().pid(), Function.identity())));
  }

  private List<Written> writeProcesses(Published published) {
    List<Written> blocks = new ArrayList<>();
    for (List<ProcessInfo> processes : ProcessBlocks.divide(published.processes().shown())) {
      // With these processes, though equal to those before, so that those can go.
      blocks.add(
          new Written(
              new Page.Block(processes, new EnumMap<>(Family.class)), blockBefore(processes)));
    }
    boolean severalHierarchies = ProcessCollector.hasSeveralHierarchies(published.snapshot());
    for (ProcessCollector.Part part : ProcessCollector.PARTS) {
      if (severalHierarchies || !part.ofHierarchies()) {
        writeFamily(part, blocks);
      }
    }
    return blocks;
  }

  /** The block of the page before with the same processes, no field of which has changed. */
  private Optional<Page.Block> blockBefore(List<ProcessInfo> processes) {
    return before
        .map(page -> page.blocks().get(processes.getFirst().pid()))
        .filter(block -> block.processes().equals(processes));
  }

  private void writeFamily(ProcessCollector.Part part, List<Written> blocks) {
    OptionalInt head = OptionalInt.empty();
    for (Written written : blocks) {
      Optional<Section> old = written.before().map(block -> block.sections().get(part.family()));
      List<MetricFamilySamples> made =
          old.isPresent() ? List.of() : samples(part, written.block().processes());
      Section section = Section.EMPTY;
      if (!made.isEmpty() || old.filter(one -> !one.isEmpty()).isPresent()) {
        // A family without samples has no head either.
        if (head.isEmpty()) {
          head = OptionalInt.of(writer.writeHead(part.family()));
        }
        section =
            old.isPresent()
                ? encoder.copy(before.orElseThrow().bytes(), old.get())
                : writer.writeSamples(made.getFirst(), head.getAsInt());
      }
      written.block().sections().put(part.family(), section);
    }
  }

  private static List<MetricFamilySamples> samples(
      ProcessCollector.Part part, List<ProcessInfo> processes) {
    Families families = new Families();
    processes.forEach(process -> part.samples().add(process, families));
    return families.toList();
  }

  @Override
  public void close() {
    encoder.close();
  }

  /** A block, and the same one on the page before. */
  private record Written(Page.Block block, Optional<Page.Block> before) {}
}
