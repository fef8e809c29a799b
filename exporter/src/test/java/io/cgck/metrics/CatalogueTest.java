package io.cgck.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table of metrics in the README is that of the catalogue. Rewritten with {@code mvn test
 * -Dtest=CatalogueTest -Dformat=fix}.
 */
class CatalogueTest {
  private static final Path README = Path.of("../README.md");
  private static final String BEGIN = "<!-- metrics: begin -->\n";
  private static final String END = "<!-- metrics: end -->";

  @Test
  void readmeListsTheCatalogue() throws Exception {
    String readme = Files.readString(README);
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    int end = readme.indexOf(END);
    String table = table();
    if ("fix".equals(System.getProperty("format"))) {
      Files.writeString(README, readme.substring(0, begin) + table + readme.substring(end));
      return;
    }
    assertThat(readme.substring(begin, end)).isEqualTo(table);
  }

  @Test
  void namesFollowTheConventions() {
    assertThat(Family.values())
        .allSatisfy(
            family -> {
              assertThat(family.metricName()).matches("cgck(_[a-z]+)+");
              assertThat(family.labels()).allMatch(label -> label.matches("[a-z]+(_[a-z]+)*"));
              assertThat(family.metricName().endsWith("_total"))
                  .isEqualTo(family.type() == Family.Type.COUNTER);
              assertThat(family.help()).endsWith(".");
            });
  }

  private static String table() {
    return "| metric | type | labels | series | needs | meaning |\n"
        + "|---|---|---|---|---|---|\n"
        + Arrays.stream(Family.values())
            .map(CatalogueTest::row)
            .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String row(Family family) {
    return "| `%s` | %s | %s | %s | %s | %s |"
        .formatted(
            family.metricName(),
            family.type().collectorType().name().toLowerCase(java.util.Locale.ROOT),
            family.labels().stream()
                .map(label -> "`" + label + "`")
                .collect(Collectors.joining(", ")),
            family.cardinality().text(),
            family.privilege().text(),
            family.help());
  }
}
