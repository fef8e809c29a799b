package io.cgck.cgroupfs;

import java.nio.file.Path;

/** Reads trees of ordinary directories and files, as of another host. */
public final class PlainDirectories {
  private PlainDirectories() {}

  /** What reads them, and holds so many directories open at most. */
  public static CgroupReader reader(Path sysfs, Path procfs, int mostOpen) {
    return new CgroupReader(sysfs, procfs, new DescriptorBudget(mostOpen));
  }
}
