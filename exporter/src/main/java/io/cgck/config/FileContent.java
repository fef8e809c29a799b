package io.cgck.config;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a file holds; two are equal if the files say the same. */
public sealed interface FileContent {
  int MAX_BYTES = 1 << 20;

  FileContent TOO_LARGE = new Unreadable("it is larger than 1 MiB");

  /** May be a secret, and so shows only its length. */
  record Bytes(ByteBuffer buffer) implements FileContent {
    public Bytes {
      buffer = buffer.asReadOnlyBuffer();
    }

    public byte[] toArray() {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }

    @Override
    public String toString() {
      return buffer.remaining() + " bytes";
    }
  }

  record Unreadable(String why) implements FileContent {
    public Unreadable {
      requireNonNull(why, "why is null");
    }
  }

  static FileContent read(Path path) {
    if (Files.isDirectory(path)) {
      return new Unreadable("it is a directory");
    }
    // Not readAllBytes: the path may lead to an endless file such as /dev/zero.
    try (InputStream file = Files.newInputStream(path)) {
      byte[] bytes = file.readNBytes(MAX_BYTES + 1);
      return bytes.length > MAX_BYTES ? TOO_LARGE : new Bytes(ByteBuffer.wrap(bytes));
    } catch (NoSuchFileException e) {
      return new Unreadable("there is no such file");
    } catch (AccessDeniedException e) {
      return new Unreadable("permission denied");
    } catch (IOException e) {
      return new Unreadable("input/output error");
    }
  }
}
