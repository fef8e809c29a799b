package io.cgck.explain;

import io.cgck.model.CgroupMount;
import io.cgck.model.ProcessInfo;

/**
 * What an explanation may tell of what is around its process. It judges by the whole snapshot
 * nevertheless, and says how much it does not name.
 */
public interface Telling {
  /** Everything: for whoever looks for themselves. */
  Telling ALL =
      new Telling() {
        @Override
        public boolean names(ProcessInfo process) {
          return true;
        }

        @Override
        public boolean tells(CgroupMount mount) {
          return true;
        }

        @Override
        public boolean tellsRoot() {
          return true;
        }
      };

  /** Whether a process may be named. */
  boolean names(ProcessInfo process);

  /** Whether it may be told where a mount that the process sees is. */
  boolean tells(CgroupMount mount);

  /** Whether the root of the cgroup namespace of the process may be told. */
  boolean tellsRoot();
}
