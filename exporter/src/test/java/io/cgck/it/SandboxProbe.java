package io.cgck.it;

import io.cgck.lab.BootedSystem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs Perl in place of the exporter, under its unit with all that this says of the sandbox: what
 * the sandbox promises is tried, not read.
 */
record SandboxProbe(InstalledExporter exporter) {
  private static final String DIRECTORY = "/usr/local/lib/cgck-probe";
  private static final String SCRIPT = DIRECTORY + "/probe";
  private static final String OUTPUT = "/run/cgck-probe";

  /** Who comes after the drop-ins that are shipped as examples. */
  private static final String DROP_IN = "zz-probe.conf";

  private static final String PROBE =
      """
      [Unit]
      StartLimitIntervalSec=0
      [Service]
      Type=oneshot
      Restart=no
      WatchdogSec=0
      ExecStart=
      ExecStart=/usr/bin/perl %s
      ExecStopPost=
      StandardOutput=truncate:%s
      StandardError=inherit
      """
          .formatted(SCRIPT, OUTPUT);

  /** What the sandbox still refuses to who broke out of the user and got all capabilities. */
  private static final String ALMIGHTY =
      """
      User=root
      Group=root
      CapabilityBoundingSet=~
      """;

  /** What the attempts are made of; system calls by the number that the architecture gives them. */
  private static final String PRELUDE =
      """
      use strict;
      use Errno qw(EPERM);
      use Fcntl;
      use POSIX ();
      use Socket;
      my %columns = (x86_64 => 0, aarch64 => 1);
      # Before anything changes the personality.
      my $machine = (POSIX::uname())[4];
      my %numbers = (
        add_key => [248, 217], bpf => [321, 280], init_module => [175, 105],
        kexec_load => [246, 104], keyctl => [250, 219], mount => [165, 40],
        pidfd_getfd => [438, 438], perf_event_open => [298, 241], personality => [135, 92], pivot_root => [155, 41],
        process_madvise => [440, 440], process_vm_readv => [310, 270],
        process_vm_writev => [311, 271], ptrace => [101, 117], reboot => [169, 142],
        sched_setscheduler => [144, 119], setns => [308, 268], settimeofday => [164, 170],
        swapon => [167, 224], unshare => [272, 97], userfaultfd => [323, 282]);
      sub number {
        my ($name) = @_;
        die "no number of $name on $machine" unless $numbers{$name} && exists $columns{$machine};
        return $numbers{$name}[$columns{$machine}];
      }
      # Whether the kernel itself looks at the system call, whatever it then says of the arguments.
      sub reaches {
        my ($name, @arguments) = @_;
        $! = 0;
        my $result = syscall(number($name), map { my $copy = $_ } @arguments);
        return $result != -1 || $! != EPERM;
      }
      sub opens { return sysopen(my $file, $_[0], $_[1] || O_RDONLY) }
      sub writes { return opens($_[0], O_WRONLY) }
      sub creates { return opens($_[0], O_WRONLY | O_CREAT | O_EXCL) && unlink($_[0]) }
      sub sockets { return socket(my $socket, $_[0], $_[1] || SOCK_STREAM, 0) }
      sub enters {
        my ($kind, $type) = @_;
        open(my $namespace, '<', "/proc/1/ns/$kind") or die "cannot see the $kind namespace: $!";
        return reaches('setns', fileno($namespace), $type);
      }
      sub becomes {
        my ($file, $mode) = @_;
        sysopen(my $created, $file, O_WRONLY | O_CREAT) or die "cannot create $file: $!";
        return chmod($mode, $file);
      }
      # Whether the memory of a process can be read: what it runs begins with a magic number.
      sub peeks {
        my ($pid) = @_;
        open(my $maps, '<', "/proc/$pid/maps") or die "cannot see where its memory is: $!";
        my ($start) = split(/-/, <$maps>);
        my $magic = "\\0" x 4;
        my ($own, $others) = (pack('PQ', $magic, 4), pack('QQ', hex($start), 4));
        syscall(number('process_vm_readv'), $pid, $own, 1, $others, 1, 0);
        return $magic eq "\\x7fELF";
      }
      $| = 1;
      """;

  /** As the service's user. */
  SandboxProbe asTheService() {
    return inTheSandbox("");
  }

  /** As root with all capabilities. */
  SandboxProbe asRoot() {
    return inTheSandbox(ALMIGHTY);
  }

  private SandboxProbe inTheSandbox(String more) {
    exporter.service().dropIn(DROP_IN, PROBE + more);
    return this;
  }

  /** What a Perl expression prints, in the sandbox. */
  String print(String expression) {
    return run("print do { %s };".formatted(expression)).strip();
  }

  /** What each Perl expression comes to in the sandbox: done if true, or the kernel's error. */
  Map<String, String> attempt(List<String> expressions) {
    return results(expressions, run(script(expressions)));
  }

  /** The same as root outside of the sandbox: what would be possible without it. */
  Map<String, String> attemptOutside(List<String> expressions) {
    write(script(expressions));
    return results(expressions, system().call("perl", SCRIPT));
  }

  private static String script(List<String> expressions) {
    return expressions.stream()
        .map(each -> "$! = 0; print((%s) ? 'done' : qq(refused: $!), qq(\\n));".formatted(each))
        .collect(Collectors.joining("\n"));
  }

  private static Map<String, String> results(List<String> expressions, String printed) {
    List<String> lines = printed.lines().toList();
    if (lines.size() != expressions.size()) {
      throw new AssertionError("%s printed:%n%s".formatted(expressions, printed));
    }
    Map<String, String> results = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      results.put(expressions.get(i), lines.get(i));
    }
    return results;
  }

  private String run(String perl) {
    write(perl);
    exporter.service().systemctl("start");
    return system().read(OUTPUT);
  }

  private void write(String perl) {
    system().write(SCRIPT, PRELUDE + perl + "\n");
  }

  private BootedSystem system() {
    return exporter.system();
  }
}
