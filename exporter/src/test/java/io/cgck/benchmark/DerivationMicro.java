package io.cgck.benchmark;

import io.cgck.attribute.Attribution;
import io.cgck.attribute.Attributor;
import io.cgck.model.CgroupPath;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is worked out from a path: how a namespace sees it, and who made it. */
@State(Scope.Benchmark)
public class DerivationMicro extends Micro {
  private final CgroupPath root = new CgroupPath("/machine.slice/libpod-" + "ab12".repeat(16));
  private final CgroupPath inside = new CgroupPath(root.value() + "/container/worker");
  private final CgroupPath outside = new CgroupPath("/system.slice/ssh.service");
  private final CgroupPath container =
      new CgroupPath(
          "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod"
              + "1234abcd_1234_1234_1234_1234567890ab.slice/cri-containerd-"
              + "ab12".repeat(16)
              + ".scope");
  private final Attributor attributor = new Attributor();

  @Benchmark
  public String seenFromInside() {
    return inside.seenFrom(root);
  }

  @Benchmark
  public String seenFromOutside() {
    return outside.seenFrom(root);
  }

  @Benchmark
  public Attribution attribution() {
    return attributor.attribute(container);
  }
}
