package io.cgck.cli;

import io.cgck.kernel.KernelReader;
import io.cgck.web.WebServer;
import io.prometheus.client.CollectorRegistry;

/**
 * What will be needed in any case, brought into being in a thread of its own while the main thread
 * still reads flags and configuration: classes are initialised once, whoever comes first.
 */
final class WarmUp {
  private WarmUp() {}

  static void start(String... args) {
    boolean daemon = Verb.of(args).filter(Verb.SERVE::equals).isPresent();
    Thread.ofPlatform().name("warm-up").daemon().start(daemon ? WarmUp::daemon : KernelReader::new);
  }

  private static void daemon() {
    new KernelReader();
    OwnMeters.register(new CollectorRegistry()).close();
    WebServer.warmUp();
  }
}
