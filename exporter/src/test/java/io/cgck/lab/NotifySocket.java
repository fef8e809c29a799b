package io.cgck.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The other end of {@code sd_notify(3)}: a real datagram socket of {@code unix(7)}, received by
 * Perl, as the JDK has none.
 */
public final class NotifySocket implements AutoCloseable {
  private static final String RECEIVE =
      """
      use strict;
      use Socket;
      $| = 1;
      (my $name = $ARGV[0]) =~ s/^@/\\0/;
      socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
      bind($socket, pack_sockaddr_un($name)) or die "bind: $!";
      print "bound\\n";
      while (defined(recv($socket, my $message, 4096, 0))) {
        $message =~ s/\\n/|/g;
        print "$message\\n";
      }
      """;

  private final String address;
  private final Path output;
  private final ServerProcess receiver;

  /**
   * Listens.
   *
   * @param address a path, or {@code @} and a name in the abstract namespace
   */
  public NotifySocket(String address) {
    this.address = address;
    try {
      output = Files.createTempFile("cgck-notify-", "");
      Process process =
          new ProcessBuilder("perl", "-e", RECEIVE, address)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(output.toFile()))
              .start();
      receiver = new ServerProcess(process, this::text);
      receiver.awaitReady(() -> text().startsWith("bound\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code NOTIFY_SOCKET} has it. */
  public String address() {
    return address;
  }

  /** All messages in their order, up to and with one that is waited for. */
  public List<String> receivedUntil(String last) {
    Waiting.patiently().until(() -> last + " in:\n" + text(), () -> received().contains(last));
    return received().subList(0, received().indexOf(last) + 1);
  }

  /** Lines of one message are joined by a bar. */
  private List<String> received() {
    return text().lines().skip(1).toList();
  }

  private String text() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    receiver.close();
    try {
      Files.delete(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
