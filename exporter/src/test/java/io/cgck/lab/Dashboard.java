package io.cgck.lab;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A dashboard for Grafana, in Grafana's own JSON. */
public record Dashboard(JsonNode json) {
  public static final Path DIRECTORY = Path.of("../deploy/grafana").toAbsolutePath().normalize();

  /** The files of those that deploy/grafana ships. */
  public static List<Path> files() {
    try (Stream<Path> files = Files.list(DIRECTORY.resolve("dashboards"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<Dashboard> shipped() {
    return files().stream().map(Dashboard::read).toList();
  }

  public static Dashboard read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Dashboard parse(String json) {
    try {
      return new Dashboard(new ObjectMapper().readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String uid() {
    return json.path("uid").asText();
  }

  public String title() {
    return json.path("title").asText();
  }

  public List<DashboardVariable> variables() {
    return list(json.path("templating").path("list")).stream().map(DashboardVariable::new).toList();
  }

  /** All panels but the headings of rows. */
  public List<DashboardPanel> panels() {
    return list(json.path("panels")).stream()
        .flatMap(panel -> Stream.concat(Stream.of(panel), list(panel.path("panels")).stream()))
        .filter(panel -> !panel.path("type").asText().equals("row"))
        .map(DashboardPanel::new)
        .toList();
  }

  /** The same with keys in order, one value a line: what shows a change as a small difference. */
  public String canonical() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withSeparators(separators).withObjectIndenter(indenter);
    printer.indentArraysWith(indenter);
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    try {
      Object sorted = mapper.treeToValue(json, Object.class);
      return mapper.writer(printer).writeValueAsString(sorted) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  @Override
  public String toString() {
    return title();
  }
}
