package io.cgck.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cgck.match.Criterion;
import io.cgck.match.CriterionParser;
import io.cgck.match.Matcher;
import io.cgck.match.TextPattern;
import io.cgck.match.WildcardPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads matchers such as {@code {comm: nginx, user: www-data}}. */
final class MatcherReader {
  /** {@code TASK_COMM_LEN} without the final zero, {@code proc_pid_comm(5)}. */
  private static final int MAX_COMM_BYTES = 15;

  private static final String MOUNT_POINT = "/sys/fs/cgroup";

  private final CriterionParser parser;
  private final Problems problems;

  MatcherReader(CriterionParser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  List<Matcher> readList(Node node) {
    return readList(node, CriterionParser.NAMES);
  }

  /** Matchers that may name some criteria only. */
  List<Matcher> readList(Node node, List<String> names) {
    if (!(node instanceof SequenceNode sequence)) {
      problems.error(
          node,
          "expected a list of matchers such as [{comm: nginx}], found " + Nodes.describe(node));
      return List.of();
    }
    return sequence.getValue().stream()
        .map(each -> read(each, names))
        .flatMap(Optional::stream)
        .toList();
  }

  /** A matcher; what is wrong with it goes to the problems. */
  Optional<Matcher> read(Node node) {
    return read(node, CriterionParser.NAMES);
  }

  private Optional<Matcher> read(Node node, List<String> names) {
    if (!(node instanceof MappingNode mapping)) {
      problems.error(
          node, "expected a matcher such as {comm: nginx}, found " + Nodes.describe(node));
      return Optional.empty();
    }
    if (mapping.getValue().isEmpty()) {
      problems.error(
          node,
          "an empty matcher would match every process; say what it matches, or write {cgroup: /**}"
              + " if that is meant");
      return Optional.empty();
    }
    List<Criterion> criteria = new ArrayList<>();
    for (Map.Entry<String, Node> entry : Section.of(mapping, names, problems).values().entrySet()) {
      read(entry.getKey(), entry.getValue()).ifPresent(criteria::add);
    }
    return criteria.isEmpty() ? Optional.empty() : Optional.of(new Matcher(criteria));
  }

  private Optional<Criterion> read(String name, Node node) {
    ValueParser<Criterion> criterion = ValueParser.ofText("text", text -> parser.parse(name, text));
    Optional<Criterion> value = problems.take(node, criterion.parse(withoutRegexMapping(node)));
    value.ifPresent(good -> warn(node, good));
    return value;
  }

  /** {@code {regex: EXPRESSION}} is another way to write {@code regex:EXPRESSION}. */
  static Node withoutRegexMapping(Node node) {
    if (node instanceof MappingNode mapping
        && mapping.getValue().size() == 1
        && mapping.getValue().getFirst().getKeyNode() instanceof ScalarNode key
        && key.getValue().equals("regex")
        && mapping.getValue().getFirst().getValueNode() instanceof ScalarNode expression) {
      return new ScalarNode(
          expression.getTag(),
          true,
          TextPattern.REGEX_PREFIX + expression.getValue(),
          expression.getScalarStyle(),
          expression.getStartMark(),
          expression.getEndMark());
    }
    return node;
  }

  /** Paths of cgroups are those of {@code /proc/PID/cgroup}, not of the files of a mount. */
  static void warnOfMountPoint(Node node, TextPattern pattern, Problems problems) {
    if (pattern.toString().startsWith(MOUNT_POINT)) {
      problems.warning(
          node,
          "no cgroup has such a path: it begins below the mount point, as in /proc/PID/cgroup;"
              + " leave out "
              + MOUNT_POINT);
    }
  }

  /** What the kernel keeps; where it cuts within a character, a pattern for that. */
  private static String cut(byte[] comm) {
    String kept = new String(comm, 0, MAX_COMM_BYTES, UTF_8);
    int broken = kept.indexOf('\uFFFD');
    return broken < 0 ? kept : kept.substring(0, broken) + "*";
  }

  private void warn(Node node, Criterion criterion) {
    if (criterion instanceof Criterion.Cgroup(TextPattern cgroup)) {
      warnOfMountPoint(node, cgroup, problems);
    }
    if (criterion instanceof Criterion.Comm(WildcardPattern comm) && comm.isLiteral()) {
      byte[] bytes = comm.toString().getBytes(UTF_8);
      if (bytes.length > MAX_COMM_BYTES) {
        problems.warning(
            node,
            "the kernel cuts the command name of a process after 15 bytes; write "
                + Nodes.quote(cut(bytes)));
      }
    }
  }
}
