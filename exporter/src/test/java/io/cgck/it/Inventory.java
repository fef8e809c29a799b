package io.cgck.it;

import io.cgck.lab.BootedSystem;

/** What there is on a system, to see what an installation leaves behind. */
final class Inventory {
  private Inventory() {}

  /**
   * Every file but those where dpkg, apt and the system keep their records, with what is in the
   * configuration; accounts; and units.
   */
  static String of(BootedSystem system) {
    return system.shell(
        """
        find / -xdev \\( -path /root -o -path /var/cache -o -path /var/log -o -path /var/lib/apt \\
          -o -path /var/lib/dpkg -o -path '/etc/*-' -o -path /etc/.pwd.lock \\
          -o -path /var/lib/systemd/random-seed \\) -prune \\
          -o -printf '%p %y %m %u:%g %l\\n' | sort
        find /etc -type f ! -name '*-' ! -name .pwd.lock -exec sha256sum {} + | sort -k 2
        cat /etc/passwd /etc/group /etc/shadow /etc/gshadow
        systemctl list-unit-files --no-legend
        systemctl list-units --all --no-legend --plain '*cgck*'
        find /sys/fs/cgroup /run/systemd -name '*cgck*'
        """);
  }
}
