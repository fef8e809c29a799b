package io.cgck.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.fixture.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The configurations that the README and the runbook show are valid. */
class ReadmeTest {
  private static final ConfigurationLoader LOADER = new ConfigurationLoader(TestHost.hybrid());
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

  @Test
  void examplesAreValid() throws Exception {
    List<String> examples =
        YAML.matcher(Files.readString(Path.of("../README.md")))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(examples).hasSizeGreaterThan(1);
    for (String example : examples) {
      assertThat(LOADER.parse("README", example))
          .as(example)
          .isInstanceOf(ConfigurationResult.Valid.class);
    }
  }

  @Test
  void examplesOfTheRunbookAreValid() throws Exception {
    List<String> examples =
        YAML.matcher(Files.readString(Path.of("../deploy/prometheus/RUNBOOK.md")))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(examples).hasSizeGreaterThan(3).allSatisfy(TestHost::configuration);
  }

  @Test
  void theFirstExampleIsTheDefaults() throws Exception {
    String example =
        YAML.matcher(Files.readString(Path.of("../README.md")))
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);

    assertThat(LOADER.parse("README", example))
        .isEqualTo(new ConfigurationResult.Valid(Configuration.defaults(), List.of()));
  }

  @Test
  void anExpressionMayBeWrittenAsAMapping() {
    assertThat(load("{regex: 'a.*'}"))
        .isEqualTo(load("'regex:a.*'"))
        .isEqualTo(load("'regex: a.*'"));
  }

  private static ConfigurationResult load(String comm) {
    ConfigurationResult result =
        LOADER.parse("test", "processes: {include: [{comm: " + comm + "}]}");
    assertThat(result).isInstanceOf(ConfigurationResult.Valid.class);
    return result;
  }
}
