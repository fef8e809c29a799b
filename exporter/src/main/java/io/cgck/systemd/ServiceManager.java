package io.cgck.systemd;

import static java.util.Objects.requireNonNull;

import io.cgck.kernel.Errno;
import io.cgck.kernel.UnixDatagramSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who started the daemon and wants to know how it is ({@code sd_notify(3)}). Where nobody does, all
 * calls do nothing. Safe for use by several threads.
 */
public final class ServiceManager {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

  private final Optional<UnixDatagramSocket> socket;
  private final Optional<Duration> watchdog;
  private final AtomicBoolean complained = new AtomicBoolean();

  private ServiceManager(Optional<UnixDatagramSocket> socket, Optional<Duration> watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /**
   * The service manager that an environment names.
   *
   * @param environment with {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code WATCHDOG_PID}
   *     as the service manager sets them
   * @param pid of the daemon
   */
  public static ServiceManager of(Map<String, String> environment, long pid) {
    requireNonNull(environment, "environment is null");
    String address = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (address.isEmpty()) {
      return new ServiceManager(Optional.empty(), Optional.empty());
    }
    try {
      return new ServiceManager(
          Optional.of(new UnixDatagramSocket(address)), watchdog(environment, pid));
    } catch (IllegalArgumentException e) {
      LOG.warn("the service manager cannot be told anything: NOTIFY_SOCKET is {}", address);
      return new ServiceManager(Optional.empty(), Optional.empty());
    }
  }

  /** As {@code sd_watchdog_enabled(3)} reads it. */
  private static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
    String meant = environment.getOrDefault("WATCHDOG_PID", "");
    if (!meant.isEmpty() && !meant.equals(Long.toString(pid))) {
      return Optional.empty();
    }
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    if (!micros.matches("[1-9][0-9]{0,17}")) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros))));
  }

  /** Whether there is one at all. */
  public boolean isPresent() {
    return socket.isPresent();
  }

  /**
   * After how long without {@link #alive()} it takes the daemon for hung; empty if it does not
   * watch.
   */
  public Optional<Duration> watchdog() {
    return watchdog;
  }

  /** The daemon does what it is for, from now on or again after {@link #reloading()}. */
  public void ready() {
    send("READY=1");
  }

  /** A sentence for people: {@code systemctl status} shows it. */
  public void status(String sentence) {
    send("STATUS=" + sentence.replace('\n', ' '));
  }

  /** The daemon has not hung. */
  public void alive() {
    send("WATCHDOG=1");
  }

  /** The daemon reads its configuration again; {@link #ready()} says when that is over. */
  public void reloading() {
    // On Linux System.nanoTime() is CLOCK_MONOTONIC, which Type=notify-reload compares it with.
    send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
  }

  /** The daemon ends in an orderly way. */
  public void stopping() {
    send("STOPPING=1");
  }

  private void send(String message) {
    Optional<Errno> failure = socket.flatMap(open -> open.send(message));
    if (failure.isPresent() && !complained.getAndSet(true)) {
      LOG.warn("the service manager could not be told {}: {}", message, failure.get());
    }
  }
}
