package io.cgck.attribute;

import com.google.re2j.Matcher;
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
  public Attribution attribute(CgroupPath path) {
    String value = path.value();
    List<PathShape> candidates =
        PathShapes.ALL.stream().filter(shape -> shape.mayBeIn(value)).toList();
    if (candidates.isEmpty()) {
      return Attribution.NONE;
    }
    Labels labels = new Labels();
    int userManager = endOfUserManager(value);
    for (int end = value.length(); end > 0; end = value.lastIndexOf('/', end - 1)) {
      for (PathShape shape : candidates) {
        int segmentEnd = end;
        shape
            .endingAt(value, end)
            .ifPresent(match -> labels.add(shape, match, segmentEnd > userManager));
      }
    }
    return labels.toAttribution();
  }

  /** Where the outermost manager of a user ends, or the end of the path if there is none. */
  private static int endOfUserManager(String path) {
    if (PathShapes.USER_MANAGER.mayBeIn(path)) {
      for (int start = 0; start >= 0; start = path.indexOf('/', start + 1)) {
        int next = path.indexOf('/', start + 1);
        int end = next < 0 ? path.length() : next;
        if (PathShapes.USER_MANAGER.endingAt(path, end).isPresent()) {
          return end;
        }
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

    void add(PathShape shape, Matcher match, boolean ofUser) {
      if (ofUser) {
        userUnit = first(userUnit, shape.group(match, "unit"));
      } else {
        unit = first(unit, shape.group(match, "unit"));
        slice = first(slice, shape.group(match, "slice"));
      }
      if (containerId.isEmpty()) {
        containerId = shape.group(match, "container");
        runtime = containerId.isEmpty() ? "" : shape.runtime();
      }
      podUid = first(podUid, shape.group(match, "pod").replace('_', '-'));
      slurmJob = first(slurmJob, shape.group(match, "job"));
      slurmJob = first(slurmJob, shape.group(match, "sluid"));
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
