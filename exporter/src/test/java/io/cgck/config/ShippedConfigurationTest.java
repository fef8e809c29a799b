package io.cgck.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.expect.Expectation;
import io.cgck.fixture.TestHost;
import io.cgck.model.Hierarchy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The configuration that packages install changes nothing, and shows all that could be changed. */
class ShippedConfigurationTest {
  private static final Path FILE = Path.of("../systemd/cgck.yml");

  /** No user but root is known everywhere, and a user that is not known is an error. */
  private static final ConfigurationLoader LOADER =
      new ConfigurationLoader(
          new TestHost(Map.of("root", 0), List.of(Hierarchy.UNIFIED, new Hierarchy(4, "memory"))));

  private static final ConfigurationResult DEFAULTS =
      new ConfigurationResult.Valid(Configuration.defaults(), List.of());

  @Test
  void asShippedItIsTheDefaults() throws Exception {
    assertThat(LOADER.parse("cgck.yml", Files.readString(FILE))).isEqualTo(DEFAULTS);
  }

  /** Who deletes every # before a setting gets what holds already, and the examples. */
  @Test
  void withAllSettingsInForceItIsTheDefaultsAndTheExamples() throws Exception {
    ConfigurationResult result = LOADER.parse("cgck.yml", settings());

    assertThat(result).isInstanceOf(ConfigurationResult.Valid.class);
    ConfigurationResult.Valid valid = (ConfigurationResult.Valid) result;
    assertThat(valid.warnings()).isEmpty();
    Configuration all = valid.configuration();
    Map<Boolean, List<Expectation>> builtIn =
        all.expectations().stream().collect(Collectors.partitioningBy(Expectation::builtIn));
    assertThat(
            new Configuration(
                all.scan(), all.processes(), all.cgroups(), all.trace(), builtIn.get(true)))
        .isEqualTo(Configuration.defaults());
    assertThat(builtIn.get(false))
        .extracting(Expectation::name)
        .containsExactly("nginx", "jobs-stay");
    assertThat(builtIn.get(false)).allMatch(example -> example.whyItMeansNothing().isEmpty());
  }

  /** Users do it one at a time. */
  @Test
  void aSingleSettingInForceIsTheDefaultToo() throws Exception {
    List<String> lines = settings().lines().toList();
    int examples = lines.indexOf("expectations:");
    List<String> single = new ArrayList<>();
    String section = "";
    for (String line : lines.subList(0, examples)) {
      if (line.matches("[a-z].*")) {
        section = line;
        single.add(section);
      } else if (line.matches(" +[a-z].*")) {
        single.add(section + "\n" + line);
      }
    }

    assertThat(single)
        .hasSizeGreaterThan(10)
        .allSatisfy(yaml -> assertThat(LOADER.parse("cgck.yml", yaml)).isEqualTo(DEFAULTS));
  }

  @Test
  void everyLineIsASettingOrAnExplanation() throws Exception {
    assertThat(Files.readAllLines(FILE))
        .allMatch(line -> line.matches("|#|# \\S.*|#[a-z]+.*|#  +\\S.*"));
  }

  @Test
  void itHasEveryKey() throws Exception {
    assertThat(YamlDocument.compose(settings())).isInstanceOf(YamlDocument.Root.class);
    Node root = ((YamlDocument.Root) YamlDocument.compose(settings())).node();

    assertThat(keys(root)).containsExactlyElementsOf(ConfigurationLoader.TOP_KEYS);
    ConfigurationKeys.bySection()
        .forEach(
            (section, keys) -> {
              switch (section) {
                case "expect" -> assertThat(keys(root, "expectations", "expect")).containsAll(keys);
                case "Matchers" ->
                    assertThat(keys(root, "expectations", "except")).containsAll(keys);
                default -> assertThat(keys(root, section)).containsAll(keys);
              }
            });
    for (String builtIn : BuiltInReader.KEYS) {
      assertThat(keys(root, "builtin_expectations", builtIn)).containsAll(Tunings.KEYS);
    }
  }

  /** The file with the # of all settings deleted. */
  private static String settings() throws Exception {
    return Files.readString(FILE).replaceAll("(?m)^#(?=[a-z]|  )", "");
  }

  /** The keys of all mappings that are in a place. */
  private static List<String> keys(Node root, String... path) {
    Stream<Node> nodes = elements(root);
    for (String key : path) {
      nodes =
          nodes
              .flatMap(ShippedConfigurationTest::entries)
              .filter(entry -> name(entry).equals(key))
              .map(NodeTuple::getValueNode)
              .flatMap(ShippedConfigurationTest::elements);
    }
    return nodes
        .flatMap(ShippedConfigurationTest::entries)
        .map(ShippedConfigurationTest::name)
        .toList();
  }

  private static Stream<Node> elements(Node node) {
    return node instanceof SequenceNode sequence ? sequence.getValue().stream() : Stream.of(node);
  }

  private static Stream<NodeTuple> entries(Node node) {
    return node instanceof MappingNode mapping ? mapping.getValue().stream() : Stream.empty();
  }

  private static String name(NodeTuple entry) {
    return ((ScalarNode) entry.getKeyNode()).getValue();
  }
}
