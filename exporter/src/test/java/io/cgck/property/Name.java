package io.cgck.property;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * A name as the kernel has it, and as cgck is to show it.
 *
 * @param text what is UTF-8 decoded, every other byte as {@code \xNN}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Name(byte[] bytes, String text) {
  /** Pieces that stay what they are whatever stands beside them. */
  private static final List<Name> PIECES =
      List.of(
          utf8("a"),
          utf8("system.slice"),
          utf8("0"),
          utf8(" "),
          utf8(":"),
          utf8("..x"),
          utf8("\\040"),
          utf8("("),
          utf8("..x"),
          utf8("..x"),
          utf8("'"),
          utf8("..x"),
          utf8("..x"),
          utf8("-"),
          utf8(" - "),
          utf8(","),
          utf8("{"),
          utf8("#"),
          utf8("..x"),
          utf8("é"),
          utf8("\u2028"),
          utf8("..x"),
          utf8("😀"),
          utf8(" (deleted)"),
          // Never part of UTF-8, and a continuation that continues nothing.
          raw(0xff, "\\xff"),
          raw(0xc0, "\\xc0"),
          raw(0x80, "\\x80"));

  private static Name utf8(String text) {
    return new Name(text.getBytes(StandardCharsets.UTF_8), text);
  }

  private static Name raw(int value, String text) {
    return new Name(new byte[] {(byte) value}, text);
  }

  /** A name of so many pieces at most, and of one at least. */
  public static Name random(Random random, int pieces) {
    Name name = piece(random);
    for (int more = random.nextInt(pieces); more > 0; more--) {
      name = name.then(piece(random));
    }
    return name;
  }

  /** A path of names, beginning with a slash. */
  public static Name randomPath(Random random, int depth) {
    Name path = utf8("/").then(random(random, 4));
    for (int more = random.nextInt(depth); more > 0; more--) {
      path = path.then(utf8("/")).then(random(random, 4));
    }
    return path;
  }

  private static Name piece(Random random) {
    return PIECES.get(random.nextInt(PIECES.size()));
  }

  private Name then(Name next) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(bytes);
    both.writeBytes(next.bytes);
    return new Name(both.toByteArray(), text + next.text);
  }

  @Override
  public String toString() {
    return "'" + text + "' (" + HexFormat.of().formatHex(bytes) + ")";
  }
}
