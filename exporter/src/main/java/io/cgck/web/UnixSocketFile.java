package io.cgck.web;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of a socket that listens ({@code unix(7)}): who made it removes it. */
final class UnixSocketFile {
  private static final Logger LOG = LoggerFactory.getLogger(UnixSocketFile.class);
  private static final String MODE = "rw-rw----";
  private static final int BACKLOG = 50;

  private final Path path;
  private final @Nullable Object identity;

  private UnixSocketFile(Path path, @Nullable Object identity) {
    this.path = path;
    this.identity = identity;
  }

  /**
   * Listens at an address. The socket is made where nobody else gets to, is given its mode there,
   * and then takes its place: nobody connects who may not, and what a dead process left is replaced
   * at once.
   */
  static ListenSocket open(ListenAddress.Unix address) throws CannotListenException {
    Path path = address.path();
    try {
      checkFree(path);
      Path parent = Objects.requireNonNull(path.getParent(), "an absolute path has a parent");
      Path workshop = Files.createTempDirectory(parent, ".w");
      Path made = workshop.resolve("s");
      ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.bind(UnixDomainSocketAddress.of(made), BACKLOG);
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(MODE));
        Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      } finally {
        Files.deleteIfExists(made);
        Files.deleteIfExists(workshop);
      }
      UnixSocketFile file = new UnixSocketFile(path, identity(path));
      return new ListenSocket(address.toString(), channel, file::remove);
    } catch (NoSuchFileException e) {
      throw new CannotListenException(address, "there is no directory " + path.getParent(), e);
    } catch (IOException e) {
      throw new CannotListenException(address, ListenSocket.reason(e), e);
    }
  }

  private static void checkFree(Path path) throws IOException {
    BasicFileAttributes there;
    try {
      there = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return;
    }
    if (!there.isOther()) {
      throw new BindException("there is a file that is no socket");
    }
    if (isAlive(path)) {
      throw new BindException("address already in use");
    }
    LOG.info("{} was left by a process that is gone; it is replaced", path);
  }

  private static boolean isAlive(Path path) throws IOException {
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return client.isConnected();
    } catch (ConnectException e) {
      // ECONNREFUSED: nobody listens.
      return false;
    }
  }

  private static @Nullable Object identity(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /** Not what another process has put in its place meanwhile. */
  private void remove() {
    try {
      if (Objects.equals(identity(path), identity)) {
        Files.delete(path);
      }
    } catch (NoSuchFileException e) {
      LOG.debug("{} is gone already", path);
    } catch (IOException e) {
      LOG.warn("{} stays behind: {}", path, e.toString());
    }
  }
}
