package io.cgck.cgroupfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cgck.kernel.FileName;
import io.cgck.model.CgroupPath;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The path of a cgroup as the kernel takes it, from the root of its hierarchy. */
final class CgroupName {
  /** A byte that is no ASCII. Those that are stand for themselves: systemd writes {@code \x2d}. */
  private static final Pattern BYTE = Pattern.compile("\\\\x([89a-f][0-9a-f])");

  private CgroupName() {}

  /** As it is written. */
  static FileName of(CgroupPath path) {
    return FileName.of(path.isRoot() ? "." : path.value().substring(1));
  }

  /**
   * What else it may be: where {@code \xNN} stands for a byte that is no UTF-8. A cgroup may truly
   * be named as it is written, so that this is to be tried after that.
   */
  static Optional<FileName> withBytes(CgroupPath path) {
    Matcher matcher = BYTE.matcher(path.value());
    if (!matcher.find()) {
      return Optional.empty();
    }
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    int written = 1;
    do {
      name.writeBytes(path.value().substring(written, matcher.start()).getBytes(UTF_8));
      name.write(Integer.parseInt(matcher.group(1), 16));
      written = matcher.end();
    } while (matcher.find());
    name.writeBytes(path.value().substring(written).getBytes(UTF_8));
    return Optional.of(FileName.of(name.toByteArray()));
  }
}
