package io.cgck.config;

import io.cgck.expect.HierarchyName;
import io.cgck.expect.LimitBound;
import io.cgck.expect.Place;
import io.cgck.expect.Requirement;
import io.cgck.expect.Requirement.InCgroupNamespace.Kind;
import io.cgck.match.Parsed;
import io.cgck.match.TextPattern;
import io.cgck.match.UnitNames;
import io.cgck.model.Hierarchy;
import io.cgck.model.LimitKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads what is expected, for example {@code {cgroup: /system.slice/**, mount_root: inside}}. */
final class RequirementReader {
  static final List<String> KEYS =
      List.of("cgroup", "cgroup_namespace", "mount_root", "hierarchy", "limits");

  /** The limits that can be expected, by the names of their files in cgroup v2. */
  static final List<String> LIMITS =
      Arrays.stream(LimitKind.values()).map(LimitKind::file).toList();

  private static final String PLACE =
      "a path pattern such as /system.slice/**, {regex: EXPRESSION}, {unit: NAME}, first-seen,"
          + " parent, or a list of these";

  private final Host host;
  private final Problems problems;

  RequirementReader(Host host, Problems problems) {
    this.host = host;
    this.problems = problems;
  }

  /** All that is expected; none if something is wrong, which went to the problems. */
  List<Requirement> read(Node node) {
    if (!(node instanceof MappingNode mapping)) {
      problems.error(
          node,
          "expected a mapping with cgroup, cgroup_namespace, mount_root or limits, found "
              + Nodes.describe(node));
      return List.of();
    }
    Section section = Section.of(mapping, KEYS, problems);
    List<Requirement> requirements = new ArrayList<>();
    Optional<HierarchyName> hierarchy = section.node("hierarchy").flatMap(this::hierarchy);
    section
        .node("cgroup")
        .map(this::places)
        .filter(places -> !places.isEmpty())
        .ifPresent(places -> requirements.add(new Requirement.InCgroup(places, hierarchy)));
    section
        .node("cgroup_namespace")
        .flatMap(value -> parse(value, "initial, private or parent", RequirementReader::namespace))
        .ifPresent(requirements::add);
    section
        .node("mount_root")
        .flatMap(value -> parse(value, "inside", RequirementReader::mountRoot))
        .ifPresent(requirements::add);
    section.node("limits").flatMap(this::limits).ifPresent(requirements::add);
    if (section.values().isEmpty() && mapping.getValue().isEmpty()) {
      problems.error(
          node, "nothing is expected; write cgroup, cgroup_namespace, mount_root or limits");
    } else if (section.node("hierarchy").isPresent() && section.node("cgroup").isEmpty()) {
      problems.error(node, "hierarchy says which cgroup is meant; write cgroup beside it");
    }
    return requirements;
  }

  private Optional<Requirement> limits(Node node) {
    if (!(node instanceof MappingNode mapping) || mapping.getValue().isEmpty()) {
      problems.error(
          node, "expected limits such as {memory.max: \"<= 4GiB\"}, found " + Nodes.describe(node));
      return Optional.empty();
    }
    List<LimitBound> bounds = new ArrayList<>();
    Section.of(mapping, LIMITS, problems)
        .values()
        .forEach(
            (file, value) ->
                LimitKind.of(file)
                    .flatMap(
                        kind ->
                            parse(
                                value,
                                "a value, <= or >= and a value, or unchanged",
                                text -> LimitBound.parse(kind, text)))
                    .ifPresent(bounds::add));
    return bounds.isEmpty() ? Optional.empty() : Optional.of(new Requirement.Limits(bounds));
  }

  private Optional<HierarchyName> hierarchy(Node node) {
    Optional<HierarchyName> name =
        parse(node, "unified, a controller such as memory, or name=systemd", HierarchyName::parse);
    List<Hierarchy> known = host.hierarchies();
    if (name.isPresent() && !known.isEmpty() && known.stream().noneMatch(name.get()::names)) {
      problems.warning(
          node,
          "this host has no hierarchy %s%s, so the expectation cannot be judged here; it has: %s"
              .formatted(
                  Nodes.quote(name.get().toString()),
                  NearestWord.of(
                          name.get().toString(),
                          List.of(HierarchyName.namesOf(known).split(", ", -1)))
                      .map(near -> " (did you mean '" + near + "'?)")
                      .orElse(""),
                  HierarchyName.namesOf(known)));
    }
    return name;
  }

  private List<Place> places(Node node) {
    if (node instanceof SequenceNode sequence) {
      if (sequence.getValue().isEmpty()) {
        problems.error(node, "an empty list allows no cgroup; expected " + PLACE);
      }
      return sequence.getValue().stream().map(this::place).flatMap(Optional::stream).toList();
    }
    return place(node).stream().toList();
  }

  private Optional<Place> place(Node node) {
    if (node instanceof MappingNode mapping
        && mapping.getValue().size() == 1
        && mapping.getValue().getFirst().getKeyNode() instanceof ScalarNode key
        && key.getValue().equals("unit")) {
      Node unit = MatcherReader.withoutRegexMapping(mapping.getValue().getFirst().getValueNode());
      Optional<TextPattern> pattern = parse(unit, "the name of a unit", TextPattern::parse);
      pattern
          .flatMap(UnitNames::whyNone)
          .ifPresent(why -> problems.warning(unit, "this can never be met: " + why));
      return pattern.map(Place.InUnit::new);
    }
    Optional<Place> place =
        parse(MatcherReader.withoutRegexMapping(node), PLACE, RequirementReader::place);
    if (place.isPresent() && place.get() instanceof Place.Matching(TextPattern pattern)) {
      MatcherReader.warnOfMountPoint(node, pattern, problems);
    }
    return place;
  }

  private static Parsed<Place> place(String text) {
    return switch (text) {
      case "first-seen" -> new Parsed.Good<>(new Place.FirstSeen());
      case "parent" -> new Parsed.Good<>(new Place.OfParent());
      default -> {
        Parsed<TextPattern> pattern = TextPattern.parsePath(text);
        yield pattern instanceof Parsed.Bad<TextPattern>
                && !text.contains("/")
                && !text.startsWith(TextPattern.REGEX_PREFIX)
            ? new Parsed.Bad<>("expected " + PLACE + ", found " + Nodes.quote(text))
            : pattern.map(Place.Matching::new);
      }
    };
  }

  private static Parsed<Requirement> namespace(String text) {
    return switch (text) {
      case "initial" -> new Parsed.Good<>(new Requirement.InCgroupNamespace(Kind.INITIAL));
      case "private" -> new Parsed.Good<>(new Requirement.InCgroupNamespace(Kind.PRIVATE));
      case "parent" -> new Parsed.Good<>(new Requirement.InCgroupNamespace(Kind.PARENT));
      default ->
          new Parsed.Bad<>("expected initial, private or parent, found " + Nodes.quote(text));
    };
  }

  private static Parsed<Requirement> mountRoot(String text) {
    return text.equals("inside")
        ? new Parsed.Good<>(new Requirement.MountRootInside())
        : new Parsed.Bad<>("expected inside, found " + Nodes.quote(text));
  }

  private <T> Optional<T> parse(Node node, String expected, ValueParser.TextParser<T> parser) {
    return problems.take(node, ValueParser.ofText(expected, parser).parse(node));
  }
}
