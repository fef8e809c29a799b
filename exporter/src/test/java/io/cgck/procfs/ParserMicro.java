package io.cgck.procfs;

import io.cgck.benchmark.Micro;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Parsers of kernel files, on what the kernel says of the benchmark itself. */
@State(Scope.Benchmark)
public class ParserMicro extends Micro {
  private byte[] stat = {};
  private byte[] cgroup = {};
  private byte[] mountinfo = {};
  private byte[] link = {};

  @Setup
  public void read() throws IOException {
    stat = Files.readAllBytes(Path.of("/proc/self/stat"));
    cgroup = Files.readAllBytes(Path.of("/proc/self/cgroup"));
    mountinfo = Files.readAllBytes(Path.of("/proc/self/mountinfo"));
    link =
        Files.readSymbolicLink(Path.of("/proc/self/ns/cgroup"))
            .toString()
            .getBytes(StandardCharsets.US_ASCII);
  }

  @Benchmark
  public ReadResult<ProcStat> stat() {
    return ProcStat.parse(stat, stat.length);
  }

  @Benchmark
  public ReadResult<ProcCgroup> cgroup() {
    return ProcCgroup.parse(cgroup, cgroup.length);
  }

  @Benchmark
  public ProcMountinfo mountinfo() {
    return ProcMountinfo.parse(mountinfo, mountinfo.length);
  }

  @Benchmark
  public ReadResult<NamespaceId> namespaceLink() {
    return ProcNamespaceLink.parse(NamespaceKind.CGROUP, link, link.length);
  }
}
