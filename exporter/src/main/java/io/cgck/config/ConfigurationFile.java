package io.cgck.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;

/** The text of a file. */
public sealed interface ConfigurationFile {
  record Text(String text) implements ConfigurationFile {}

  /** No text; line and column from 1. */
  record Refused(int line, int column, String why) implements ConfigurationFile {}

  static ConfigurationFile read(Path path) {
    FileContent content = FileContent.read(path);
    if (content.equals(FileContent.TOO_LARGE)) {
      return new Refused(1, 1, "larger than 1 MiB; this is no configuration file");
    }
    return switch (content) {
      case FileContent.Bytes bytes -> decode(bytes.toArray());
      case FileContent.Unreadable(String why) -> new Refused(1, 1, "cannot be read: " + why);
    };
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
