package io.cgck.web;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of a socket that listens ({@code unix(7)}): who made it removes it. */
final class UnixSocketFile {
  private static final Logger LOG = LoggerFactory.getLogger(UnixSocketFile.class);
  private static final String MODE = "rw-rw----";
  private static final String MADE = "s";
  private static final int ATTEMPTS = 10;

  /** Of {@code st_mode} in {@code inode(7)}. */
  private static final int FILE_TYPE = 0170000;

  private static final int SOCKET = 0140000;

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
      ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        bindApart(channel, path, workshop(parent));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
      UnixSocketFile file = new UnixSocketFile(path, identity(path));
      return new ListenSocket(address.toString(), channel, file::remove);
    } catch (NoSuchFileException e) {
      throw new CannotListenException(address, "there is no directory " + path.getParent(), e);
    } catch (IOException e) {
      throw new CannotListenException(address, ListenSocket.reason(e), e);
    }
  }

  private static void bindApart(ServerSocketChannel channel, Path path, Path workshop)
      throws IOException {
    Path made = workshop.resolve(MADE);
    try {
      channel.bind(UnixDomainSocketAddress.of(made), ListenSocket.BACKLOG);
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(MODE));
      Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(made);
      Files.deleteIfExists(workshop);
    }
  }

  /**
   * Not a temporary directory of Java's, whose name can be longer than the address has room for.
   */
  private static Path workshop(Path parent) throws IOException {
    FileAttribute<?> ours =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    for (int left = ATTEMPTS; ; left--) {
      try {
        return Files.createDirectory(
            parent.resolve(".%08x".formatted(ThreadLocalRandom.current().nextInt())), ours);
      } catch (FileAlreadyExistsException e) {
        if (left == 1) {
          throw e;
        }
      }
    }
  }

  private static void checkFree(Path path) throws IOException {
    int mode;
    try {
      mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return;
    }
    // Not isOther, which devices such as /dev/null are as well.
    if ((mode & FILE_TYPE) != SOCKET) {
      throw new BindException("there is a file that is no socket");
    }
    if (isAlive(path)) {
      throw new BindException("address already in use");
    }
    LOG.info("{} was left by a process that is gone; it is replaced", path);
  }

  private static boolean isAlive(Path path) throws IOException {
    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // Where the backlog is full one would wait for ever.
      client.configureBlocking(false);
      client.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException e) {
      // ECONNREFUSED: nobody listens.
      return false;
    } catch (SocketException e) {
      // EAGAIN: the backlog is full. EACCES: it is another's.
      BindException taken = new BindException("somebody may listen there: " + e.getMessage());
      taken.initCause(e);
      throw taken;
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
