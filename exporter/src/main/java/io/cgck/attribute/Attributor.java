package io.cgck.attribute;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.cgck.attribute.PathShape.Told;
import io.cgck.model.CgroupPath;
import java.util.List;
import java.util.Optional;

/**
 * Tells from the path of a cgroup who made it. Labels are parts of the path exactly as the kernel
 * writes it ({@code \x2d} and a guarding {@code _} stay), except that the UID of a pod always has
 * {@code -} as separators.
 *
 * <p>For every label the innermost segment that tells it wins: in Docker in Docker the inner
 * container, with a cgroup below a service the service. The runtime always belongs to the container
 * that is named, and is empty when that container's path does not tell it.
 *
 * <p>Immutable and free of state; the work grows linearly with the length of the path.
 */
public final class Attributor {
  private static final Pattern USER_MANAGER = Pattern.compile("/(user@[0-9]+\\.service)(?:/|$)");

  public Attribution attribute(CgroupPath path) {
    return made(path).by();
  }

  Made made(CgroupPath path) {
    String value = path.value();
    List<PathShape> candidates =
        PathShapes.ALL.stream().filter(shape -> value.contains(shape.literal())).toList();
    if (candidates.isEmpty()) {
      return Made.UNKNOWN;
    }
    Labels labels = new Labels(value);
    int userManager = endOfUserManager(value);
    for (int end = value.length(); end > 0; end = value.lastIndexOf('/', end - 1)) {
      for (PathShape shape : candidates) {
        boolean ofUser = end > userManager;
        int at = end;
        shape.endingAt(value, end).ifPresent(told -> labels.add(told, ofUser, at));
      }
    }
    return labels.toMade();
  }

  /** Where the outermost manager of a user ends, or the end of the path if there is none. */
  private static int endOfUserManager(String path) {
    if (path.contains("/user@")) {
      Matcher manager = USER_MANAGER.matcher(path);
      if (manager.find()) {
        return manager.end(1);
      }
    }
    return path.length();
  }

  /** Labels as they are found from the innermost segment outwards: the first one stays. */
  private static final class Labels {
    private String unit = "";
    private String userUnit = "";
    private String slice = "";
    private String runtime = "";
    private String containerId = "";
    private String podUid = "";
    private String slurmJob = "";
    private Optional<CgroupPath> unitAt = Optional.empty();
    private Optional<CgroupPath> userUnitAt = Optional.empty();
    private Optional<CgroupPath> containerAt = Optional.empty();
    private final String path;

    Labels(String path) {
      this.path = path;
    }

    /** Adds what the segments tell that end at {@code end}. */
    void add(Told told, boolean ofUser, int end) {
      if (ofUser) {
        if (userUnit.isEmpty() && !told.unit().isEmpty()) {
          userUnit = told.unit();
          userUnitAt = upTo(end);
        }
      } else {
        if (unit.isEmpty() && !told.unit().isEmpty()) {
          unit = told.unit();
          unitAt = upTo(end);
        }
        slice = first(slice, told.slice());
      }
      if (containerId.isEmpty() && !told.container().isEmpty()) {
        containerId = told.container();
        containerAt = upTo(end);
        runtime = told.runtime();
      }
      podUid = first(podUid, told.pod().replace('_', '-'));
      slurmJob = first(slurmJob, told.slurmJob());
    }

    private static String first(String found, String more) {
      return found.isEmpty() ? more : found;
    }

    private Optional<CgroupPath> upTo(int end) {
      return Optional.of(new CgroupPath(path.substring(0, end)));
    }

    Made toMade() {
      Attribution attribution =
          new Attribution(unit, userUnit, slice, runtime, containerId, podUid, slurmJob);
      return attribution.equals(Attribution.NONE)
          ? Made.UNKNOWN
          : new Made(attribution, containerAt, unitAt, userUnitAt);
    }
  }
}
