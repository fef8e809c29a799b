package io.cgck.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * How to start a daemon.
 *
 * @param prefix command that becomes the launcher, for example {@code setpriv}; may be empty
 * @param config text of the configuration file
 * @param flags arguments of {@code cgck serve} beside listen address and configuration
 */
public record DaemonSetup(CgckImage image, List<String> prefix, String config, List<String> flags) {
  /** Scans quickly, and shows processes at once. */
  public static final String QUICK =
      """
      scan:
        interval: 200ms
        cpu_budget: 100%
      processes:
        min_age: 0s
      """;

  public DaemonSetup {
    prefix = List.copyOf(prefix);
    flags = List.copyOf(flags);
  }

  public static DaemonSetup quick() {
    return new DaemonSetup(CgckImage.ofTheBuild(), List.of(), QUICK, List.of());
  }

  public DaemonSetup config(String newConfig) {
    return new DaemonSetup(image, prefix, newConfig, flags);
  }

  public DaemonSetup flag(String flag) {
    List<String> more = new ArrayList<>(flags);
    more.add(flag);
    return new DaemonSetup(image, prefix, config, more);
  }

  public DaemonSetup as(CgckImage itsImage, List<String> itsPrefix) {
    return new DaemonSetup(itsImage, itsPrefix, config, flags);
  }

  /** Starts it and waits until it is ready. */
  public CgckDaemon start() {
    return CgckDaemon.start(this);
  }
}
