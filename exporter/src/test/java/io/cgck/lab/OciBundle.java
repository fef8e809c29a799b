package io.cgck.lab;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@code config.json} of an OCI bundle says (runtime-spec), beside what all here have in
 * common: no terminal, a root directory {@code rootfs}, and the usual mounts.
 */
record OciBundle(
    String cgroup,
    List<String> command,
    List<String> namespaces,
    int user,
    List<String> boundingCapabilities,
    boolean noNewPrivileges,
    String moreMounts) {
  static OciBundle of(String cgroup, List<String> command) {
    return new OciBundle(cgroup, command, List.of("mount"), 0, List.of(), false, "");
  }

  OciBundle namespaces(List<String> kinds) {
    return new OciBundle(
        cgroup, command, kinds, user, boundingCapabilities, noNewPrivileges, moreMounts);
  }

  /**
   * A user without capabilities, who can get these from files unless that is forbidden: what docker
   * and Kubernetes make of capabilities for users other than root.
   */
  OciBundle user(int uid, List<String> bounding, boolean forbidden) {
    return new OciBundle(cgroup, command, namespaces, uid, bounding, forbidden, moreMounts);
  }

  OciBundle mount(String source, String destination) {
    String mount =
        """
        {"destination": "%s", "source": "%s", "options": ["rbind", "ro"]},
        """
            .formatted(destination, source);
    return new OciBundle(
        cgroup,
        command,
        namespaces,
        user,
        boundingCapabilities,
        noNewPrivileges,
        moreMounts + mount);
  }

  String json() {
    return """
    {
      "ociVersion": "1.0.2",
      "process": {
        "terminal": false,
        "cwd": "/",
        "user": {"uid": %d, "gid": %d},
        "args": [%s],
        "env": ["PATH=/usr/bin:/bin"],
        "capabilities": {"bounding": [%s]},
        "noNewPrivileges": %s
      },
      "root": {"path": "rootfs"},
      "mounts": [
        %s
        {"destination": "/proc", "type": "proc", "source": "proc"},
        {"destination": "/dev", "type": "tmpfs", "source": "tmpfs"},
        {"destination": "/tmp", "type": "tmpfs", "source": "tmpfs"},
        {"destination": "/sys", "type": "sysfs", "source": "sysfs", "options": ["ro"]},
        {"destination": "/sys/fs/cgroup", "type": "cgroup", "source": "cgroup", "options": ["ro"]}
      ],
      "linux": {
        "cgroupsPath": "%s",
        "namespaces": [%s]
      }
    }
    """
        .formatted(
            user,
            user,
            quoted(command),
            quoted(boundingCapabilities),
            noNewPrivileges,
            moreMounts,
            cgroup,
            namespaces.stream()
                .map("{\"type\": \"%s\"}"::formatted)
                .collect(Collectors.joining(", ")));
  }

  private static String quoted(List<String> texts) {
    return texts.stream().map("\"%s\""::formatted).collect(Collectors.joining(", "));
  }
}
