package io.cgck.config;

import io.cgck.match.CgroupFilter;
import io.cgck.match.Matcher;
import io.cgck.match.Parsed;
import io.cgck.model.FileGroup;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads section {@code cgroups}. */
final class CgroupSettingsReader {
  private static final String GROUPS =
      Arrays.stream(FileGroup.values()).map(FileGroup::key).collect(Collectors.joining(", "));

  private final MatcherReader matchers;
  private final Problems problems;

  CgroupSettingsReader(MatcherReader matchers, Problems problems) {
    this.matchers = matchers;
    this.problems = problems;
  }

  CgroupSettings read(Section section) {
    CgroupSettings defaults = CgroupSettings.defaults();
    return new CgroupSettings(
        section.value(
            "limit", defaults.limit(), ConfigurationLoader.wholeNumber(CgroupSettings.MAX_LIMIT)),
        section.value("stats", defaults.stats(), ConfigurationLoader.bool()),
        section.node("stats_files").map(this::files).orElse(defaults.files()),
        new CgroupFilter(
            section.node("stats_include").map(this::places).orElse(List.of()),
            section.node("stats_exclude").map(this::places).orElse(List.of())));
  }

  private List<Matcher> places(Node node) {
    return matchers.readList(node, CgroupFilter.NAMES);
  }

  private Set<FileGroup> files(Node node) {
    if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
      problems.error(
          node, "expected a list of any of %s, found %s".formatted(GROUPS, Nodes.describe(node)));
      return CgroupSettings.DEFAULT_FILES;
    }
    EnumSet<FileGroup> groups = EnumSet.noneOf(FileGroup.class);
    for (Node each : sequence.getValue()) {
      problems
          .take(
              each, ValueParser.ofText("one of " + GROUPS, CgroupSettingsReader::group).parse(each))
          .ifPresent(groups::add);
    }
    return groups;
  }

  private static Parsed<FileGroup> group(String text) {
    Optional<FileGroup> group =
        Arrays.stream(FileGroup.values()).filter(each -> each.key().equals(text)).findFirst();
    return group.isPresent()
        ? new Parsed.Good<>(group.get())
        : new Parsed.Bad<>("expected one of " + GROUPS + ", found " + Nodes.quote(text));
  }
}
