package io.cgck.property;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Bytes that a parser may meet. */
public final class RandomBytes {
  private RandomBytes() {}

  /** Any bytes. */
  public static byte[] any(Random random, int length) {
    byte[] bytes = new byte[random.nextInt(length + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Bytes that mean something to a parser, in any order. */
  public static byte[] of(String alphabet, Random random, int length) {
    byte[] letters = alphabet.getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = new byte[random.nextInt(length + 1)];
    for (int index = 0; index < bytes.length; index++) {
      bytes[index] = letters[random.nextInt(letters.length)];
    }
    return bytes;
  }

  /** A sound text with a few bytes changed, and cut anywhere. */
  public static byte[] damaged(String sound, Random random) {
    byte[] bytes = sound.getBytes(StandardCharsets.UTF_8);
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
  }
}
