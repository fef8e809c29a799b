package io.cgck.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The text of a file. */
public sealed interface ConfigurationFile {
  int MAX_BYTES = 1 << 20;

  record Text(String text) implements ConfigurationFile {}

  /** No text; line and column from 1. */
  record Refused(int line, int column, String why) implements ConfigurationFile {}

  static ConfigurationFile read(Path path) {
    if (Files.isDirectory(path)) {
      return unreadable("it is a directory");
    }
    // Not readAllBytes: the path may lead to an endless file such as /dev/zero.
    try (InputStream file = Files.newInputStream(path)) {
      byte[] bytes = file.readNBytes(MAX_BYTES + 1);
      return bytes.length > MAX_BYTES
          ? new Refused(1, 1, "larger than 1 MiB; this is no configuration file")
          : decode(bytes);
    } catch (NoSuchFileException e) {
      return unreadable("there is no such file");
    } catch (AccessDeniedException e) {
      return unreadable("permission denied");
    } catch (IOException e) {
      return unreadable("input/output error");
    }
  }

  private static Refused unreadable(String why) {
    return new Refused(1, 1, "cannot be read: " + why);
  }

  /** The text that bytes of a file are. */
  static ConfigurationFile decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      TextPosition position = TextPosition.after(text);
      return new Refused(
          position.line(), position.column(), "not UTF-8; save the file in this encoding");
    }
    return new Text(text);
  }
}
