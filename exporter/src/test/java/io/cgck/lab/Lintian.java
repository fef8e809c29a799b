package io.cgck.lab;

import java.time.Duration;
import java.util.List;

/** Debian's judge of packages, in a root file system of its own. */
public final class Lintian {
  private static final String IN_ROOT =
      """
      mount --bind "$2" "$1/mnt" && mount -t proc proc "$1/proc" &&
      exec chroot "$1" lintian --allow-root --fail-on error "/mnt/$3"
      """;

  private Lintian() {}

  /** Its verdict: exit code 0 where it finds no error. */
  public static Command.Outcome judge(DebianPackage deb) {
    List<String> line =
        List.of(
            "unshare",
            "--mount",
            "--propagation",
            "private",
            "sh",
            "-c",
            IN_ROOT,
            "sh",
            RootFileSystem.ofTheBuild("vm-host").directory().toString(),
            String.valueOf(deb.file().getParent()),
            String.valueOf(deb.file().getFileName()));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("LC_ALL", "C.UTF-8");
    return new Command(builder, Duration.ofMinutes(3)).run("");
  }
}
