package io.cgck.attribute;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.cgck.attribute.PathShape.Told;
import io.cgck.model.CgroupPath;
import java.util.List;

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
    String value = path.value();
    List<PathShape> candidates =
        PathShapes.ALL.stream().filter(shape -> value.contains(shape.literal())).toList();
    if (candidates.isEmpty()) {
      return Attribution.NONE;
    }
    Labels labels = new Labels();
    int userManager = endOfUserManager(value);
    for (int end = value.length(); end > 0; end = value.lastIndexOf('/', end - 1)) {
      for (PathShape shape : candidates) {
        boolean ofUser = end > userManager;
        shape.endingAt(value, end).ifPresent(told -> labels.add(told, ofUser));
      }
    }
    return labels.toAttribution();
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

    void add(Told told, boolean ofUser) {
      if (ofUser) {
        userUnit = first(userUnit, told.unit());
      } else {
        unit = first(unit, told.unit());
        slice = first(slice, told.slice());
      }
      if (containerId.isEmpty() && !told.container().isEmpty()) {
        containerId = told.container();
        runtime = told.runtime();
      }
      podUid = first(podUid, told.pod().replace('_', '-'));
      slurmJob = first(slurmJob, told.slurmJob());
    }

    private static String first(String found, String more) {
      return found.isEmpty() ? more : found;
    }

    Attribution toAttribution() {
      Attribution attribution =
          new Attribution(unit, userUnit, slice, runtime, containerId, podUid, slurmJob);
      return attribution.equals(Attribution.NONE) ? Attribution.NONE : attribution;
    }
  }
}
