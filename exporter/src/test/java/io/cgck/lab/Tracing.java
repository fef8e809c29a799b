package io.cgck.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The kernel's tracefs, mounted only where a command of the test sees it, and trace instances of
 * the test's own in it. An instance is of the whole machine: others are left alone, and those of
 * the test are removed also when it fails.
 */
public final class Tracing implements AutoCloseable {
  /** Where the kernel's documentation mounts it. */
  public static final String MOUNT_POINT = "/sys/kernel/tracing";

  private final String prefix = "cgck-test-" + ProcessHandle.current().pid() + "-";
  private final AtomicInteger count = new AtomicInteger();

  private Tracing() {}

  public static Tracing open() {
    Tracing tracing = new Tracing();
    Command.Outcome outcome =
        tracing.run("test -e events/cgroup/cgroup_attach_task/format && mkdir $1 && rmdir $1");
    assumeTrue(
        outcome.exitCode() == 0,
        "needs a tracefs that may be mounted and written to: " + outcome.stderr());
    return tracing;
  }

  /** A name for an instance that nobody has. */
  public String instance() {
    return prefix + count.incrementAndGet();
  }

  /** Lets a command see tracefs, mounted for it alone. */
  public List<String> prefix() {
    return prefix("mount -t tracefs tracefs " + MOUNT_POINT);
  }

  /** The same, with that done to its mounts. */
  public List<String> prefix(String script) {
    return List.of(
        "unshare",
        "--mount",
        "--propagation=private",
        "sh",
        "-ec",
        script + "; exec \"$@\"",
        "cgck-lab-tracing");
  }

  /** Runs a script in the directory of tracefs. */
  public String shell(String script) {
    Command.Outcome outcome = run(script);
    if (outcome.exitCode() != 0) {
      throw new AssertionError("'%s' failed: %s".formatted(script, outcome));
    }
    return outcome.stdout().strip();
  }

  /** Runs a script in the directory of tracefs, of which {@code $1} is free in instances. */
  public Command.Outcome run(String script) {
    return Command.of(
            new ProcessBuilder(
                "unshare",
                "--mount",
                "--propagation=private",
                "sh",
                "-ec",
                "mount -t tracefs tracefs %1$s; cd %1$s; %2$s".formatted(MOUNT_POINT, script),
                "sh",
                "instances/" + prefix + "0"))
        .run("");
  }

  /** The names of the test's instances that are there. */
  public List<String> instances() {
    return shell("ls instances").lines().filter(name -> name.startsWith(prefix)).toList();
  }

  @Override
  public void close() {
    shell("for each in instances/" + prefix + "*; do [ ! -d \"$each\" ] || rmdir \"$each\"; done");
  }
}
