package io.cgck.pages;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A file that pages need. Its name has a digest of its content, so that it can be kept for ever:
 * what changes has another name.
 */
final class Asset {
  private static final int DIGEST_BYTES = 6;

  private final String name;
  private final String contentType;
  private final byte[] content;

  private Asset(String name, String contentType, byte[] content) {
    this.name = name;
    this.contentType = contentType;
    this.content = content;
  }

  static Asset load(String file, String contentType) {
    try (InputStream in = Asset.class.getResourceAsStream(file)) {
      byte[] content = requireNonNull(in, file + " is missing in the jar").readAllBytes();
      int dot = file.lastIndexOf('.');
      return new Asset(
          file.substring(0, dot) + "-" + digest(content) + file.substring(dot),
          contentType,
          content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(Arrays.copyOf(digest, DIGEST_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** As in URLs. */
  String name() {
    return name;
  }

  String contentType() {
    return contentType;
  }

  /** Not to be changed. */
  byte[] content() {
    return content;
  }
}
