package io.cgck.match;

import static java.util.Objects.requireNonNull;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/** Makes criteria of the names and texts that people write. */
public final class CriterionParser {
  /** The names of all criteria, in the order in which they are documented. */
  public static final List<String> NAMES =
      List.of("comm", "exe", "cmdline", "user", "unit", "cgroup", "container", "cgroup_namespace");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

  /** The kernel's {@code (uid_t) -1} stands for no user. */
  private static final long MAX_UID = 0xFFFF_FFFEL;

  private final Function<String, OptionalInt> users;

  /**
   * Takes what resolves names of users.
   *
   * @param users the user ID for a name, empty for one that is unknown
   */
  public CriterionParser(Function<String, OptionalInt> users) {
    this.users = requireNonNull(users, "users is null");
  }

  public Parsed<Criterion> parse(String name, String text) {
    return switch (name) {
      case "comm" -> TextPattern.parse(text).map(Criterion.Comm::new);
      case "exe" -> TextPattern.parsePath(text).map(Criterion.Exe::new);
      case "cmdline" -> TextPattern.parse(text).map(Criterion.Cmdline::new);
      case "user" -> user(text);
      case "unit" -> TextPattern.parse(text).map(Criterion.Unit::new);
      case "cgroup" -> TextPattern.parsePath(text).map(Criterion.Cgroup::new);
      case "container" ->
          TextPattern.parse(text)
              .map(pattern -> new Criterion.Container(new ContainerPattern(pattern)));
      case "cgroup_namespace" -> NamespacePattern.parse(text).map(Criterion.CgroupNamespace::new);
      default -> new Parsed.Bad<>("unknown criterion '" + name + "'");
    };
  }

  private Parsed<Criterion> user(String text) {
    if (NUMBER.matches(text)) {
      long uid = Long.parseLong(text);
      return uid <= MAX_UID
          ? new Parsed.Good<>(new Criterion.User((int) uid))
          : new Parsed.Bad<>("no user ID is above " + MAX_UID + ", found " + text);
    }
    OptionalInt uid = users.apply(text);
    return uid.isPresent()
        ? new Parsed.Good<>(new Criterion.User(uid.getAsInt()))
        : new Parsed.Bad<>(
            "unknown user '" + text + "'; write a name that this system knows, or a user ID");
  }
}
