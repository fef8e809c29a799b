package io.cgck.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.Command.Outcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A host with a kernel and a systemd of its own, emulated, on which {@code testbed/vm/guest-test}
 * installs the build's tarball and writes down what comes of it. Every boot begins with the same
 * disk.
 */
public final class VirtualMachine implements AutoCloseable {
  private static final Path SCRIPTS = Path.of("testbed/vm");

  /** Six times as long as it takes on two idle processors. */
  private static final Duration BOUND = Duration.ofMinutes(6);

  /** More than what the guest writes down; a sparse file. */
  private static final long RESULTS_SIZE = 64 << 20;

  private final RootFileSystem host;
  private final Path directory;
  private final Thread atExit = new Thread(this::clear, "virtual machine clean-up");
  private int boots;

  private VirtualMachine(RootFileSystem host, Path directory) {
    this.host = host;
    this.directory = directory;
  }

  /** Where the build could not have what it takes, the test is skipped and says why. */
  public static VirtualMachine prepare() {
    RootFileSystem host = RootFileSystem.ofTheBuild("vm-host");
    RootFileSystem guest = RootFileSystem.ofTheBuild("bookworm");
    Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to mount");
    try {
      Path testbed = Testbed.ofTheBuild().directory();
      VirtualMachine machine =
          new VirtualMachine(host, Files.createTempDirectory(testbed, "vm-").toAbsolutePath());
      Runtime.getRuntime().addShutdownHook(machine.atExit);
      try {
        machine.makeDisk(guest);
        return machine;
      } catch (AssertionError e) {
        machine.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeDisk(RootFileSystem guest) {
    run(
        SCRIPTS.resolve("prepare").toString(),
        host.directory().toString(),
        guest.directory().toString(),
        tarball().toString(),
        directory.toString());
  }

  private static Path tarball() {
    String packages = System.getProperty("cgck.packages");
    assertThat(packages).as("system property cgck.packages, set by mvn verify").isNotNull();
    try (Stream<Path> files = Files.list(Path.of(packages))) {
      List<Path> tarballs =
          files.filter(file -> file.toString().endsWith("-linux-amd64.tar.gz")).toList();
      assertThat(tarballs).as("tarballs in " + packages).hasSize(1);
      return tarballs.getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Boots it, and returns what it wrote down when it has powered itself off. */
  public GuestReport boot(String... kernelOptions) {
    boots++;
    String results = "results-" + boots + ".img";
    String console = "console-" + boots;
    List<String> line =
        new ArrayList<>(
            List.of(
                SCRIPTS.resolve("boot").toString(),
                host.directory().toString(),
                directory.toString(),
                results,
                console));
    line.addAll(List.of(kernelOptions));
    try {
      makeSparse(directory.resolve(results));
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(directory.resolve("qemu").toFile()))
              .start();
      try (ServerProcess qemu = new ServerProcess(process, () -> said(console))) {
        new Waiting(BOUND)
            .until(
                () -> "qemu, PID " + qemu.pid() + ", ended; it said:\n" + said(console),
                () -> !process.isAlive());
      }
      if (process.exitValue() != 0) {
        throw new AssertionError(
            "qemu ended with %d, saying:%n%s".formatted(process.exitValue(), said(console)));
      }
      return report(results, console);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void makeSparse(Path file) throws IOException {
    try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
      disk.setLength(RESULTS_SIZE);
    }
  }

  /** The disk with the results is an archive, without a file system. */
  private GuestReport report(String results, String console) throws IOException {
    Path unpacked = Files.createDirectory(directory.resolve(results + ".d"));
    run("tar", "-xf", directory.resolve(results).toString(), "-C", unpacked.toString());
    Map<String, String> texts = new HashMap<>();
    try (Stream<Path> files = Files.walk(unpacked)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(
            unpacked.relativize(file).toString(),
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
    }
    Files.delete(directory.resolve(results));
    GuestReport report = new GuestReport(texts);
    if (!"0".equals(report.line("exit-status"))) {
      throw new AssertionError(
          "the guest's test failed; console:%n%s%njournal:%n%s"
              .formatted(said(console), texts.get("journal")));
    }
    return report;
  }

  private String said(String console) {
    StringBuilder said = new StringBuilder();
    for (String name : List.of("qemu", console)) {
      Path file = directory.resolve(name);
      if (Files.exists(file)) {
        try {
          said.append(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return said.toString();
  }

  private static void run(String... command) {
    Outcome outcome = Command.of(new ProcessBuilder(command)).run("");
    if (outcome.exitCode() != 0) {
      throw new AssertionError(String.join(" ", command) + " failed: " + outcome);
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    clear();
  }

  private void clear() {
    run("rm", "-rf", "--one-file-system", directory.toString());
  }
}
