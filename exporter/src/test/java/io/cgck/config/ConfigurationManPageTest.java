package io.cgck.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.expect.BuiltIn;
import io.cgck.expect.Expectation;
import io.cgck.fixture.TestHost;
import io.cgck.model.Hierarchy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The manual page {@code cgck.yml(5)} describes the configuration as it is read. */
class ConfigurationManPageTest {
  private static final Path PAGE = Path.of("src/main/dist/share/man/man5/cgck.yml.5");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)\\.EX\n([a-z].*?)\\.EE\n");

  @Test
  void everyKeyIsDescribed() throws Exception {
    ConfigurationKeys.bySection()
        .forEach(
            (section, keys) ->
                assertThat(keys).allSatisfy(key -> assertThat(item(section, key)).isNotBlank()));
    assertThat(ConfigurationLoader.TOP_KEYS)
        .allSatisfy(key -> assertThat(section(key)).isNotBlank());
  }

  @Test
  void rangesAndDefaultsAreThoseOfTheReaders() throws Exception {
    ScanSettings scan = ScanSettings.defaults();
    assertThat(item("scan", "interval"))
        .contains(from(ScanSettings.MIN_INTERVAL, ScanSettings.MAX_INTERVAL))
        .contains(theDefault(DurationValue.write(scan.interval())));
    assertThat(item("scan", "cpu_budget"))
        .contains(theDefault(Math.round(scan.cpuBudget() * 100) + "%"));
    ProcessSettings processes = ProcessSettings.defaults();
    assertThat(item("processes", "limit"))
        .contains("from 0 to " + ProcessSettings.MAX_LIMIT)
        .contains(theDefault(Integer.toString(processes.limit())));
    assertThat(item("processes", "min_age"))
        .contains(from(Duration.ZERO, ProcessSettings.MAX_MIN_AGE))
        .contains(theDefault(DurationValue.write(processes.minAge())));
    assertThat(item("processes", "kernel_threads"))
        .contains(theDefault(Boolean.toString(processes.kernelThreads())));
    assertThat(item("cgroups", "limit"))
        .contains("from 0 to " + CgroupSettings.MAX_LIMIT)
        .contains(theDefault(Integer.toString(CgroupSettings.defaults().limit())));
    assertThat(item("expectations", "for"))
        .contains(from(Duration.ZERO, Tunings.MAX_PATIENCE))
        .contains(theDefault("0s"));
    assertThat(item("expectations", "severity")).contains(theDefault(Expectation.DEFAULT_SEVERITY));
    for (BuiltIn builtIn : BuiltIn.values()) {
      assertThat(item("builtin_expectations", builtIn.key()))
          .contains("Patience: " + DurationValue.write(builtIn.patience()) + ".");
    }
  }

  @Test
  void reservedLabelsAreListed() throws Exception {
    String labels = item("expectations", "labels");

    assertThat(Tunings.RESERVED)
        .allSatisfy(name -> assertThat(labels).contains(".BR " + name + " ,"));
  }

  @Test
  void examplesAreValid() throws Exception {
    ConfigurationLoader loader =
        new ConfigurationLoader(new TestHost(Map.of("root", 0), List.of(Hierarchy.UNIFIED)));
    List<String> examples =
        EXAMPLE
            .matcher(Files.readString(PAGE))
            .results()
            .map(ConfigurationManPageTest::yaml)
            .toList();

    assertThat(examples)
        .isNotEmpty()
        .allSatisfy(
            example ->
                assertThat(loader.parse("example", example))
                    .isInstanceOfSatisfying(
                        ConfigurationResult.Valid.class,
                        valid -> assertThat(valid.warnings()).isEmpty()));
  }

  private static String from(Duration min, Duration max) {
    return "from " + DurationValue.write(min) + " to " + DurationValue.write(max);
  }

  private static String theDefault(String value) {
    return "Default:\n.BR " + value + " .\n";
  }

  private static String yaml(MatchResult example) {
    return example.group(1).replace("\\-", "-").replace("\\(dq", "\"").replace("\\e", "\\");
  }

  private static String section(String name) throws Exception {
    return part(Files.readString(PAGE), "\\.SS " + name + "\n", "\\.S[SH] ");
  }

  /** What the page says of a key, where it stands. */
  private static String item(String section, String key) throws Exception {
    return part(section(section), "\\.TP\n\\.BI? " + key + "(?: .*)?\n", "\\.TP\n");
  }

  private static String part(String text, String head, String next) {
    return Pattern.compile("(?sm)^" + head.replace(".*", "[^\n]*") + "(.*?)(?=^" + next + "|\\z)")
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .findFirst()
        .orElse("");
  }
}
