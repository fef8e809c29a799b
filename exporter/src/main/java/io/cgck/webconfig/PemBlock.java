package io.cgck.webconfig;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** One block of a text in the format of RFC 7468, which was Privacy Enhanced Mail once. */
final class PemBlock {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private final String label;
  private final byte[] der;
  private final boolean encrypted;

  private PemBlock(String label, byte[] der, boolean encrypted) {
    this.label = label;
    this.der = der;
    this.encrypted = encrypted;
  }

  /** The blocks of a text. What stands around them is no concern of anybody, as everywhere. */
  static List<PemBlock> parse(String text) {
    List<PemBlock> blocks = new ArrayList<>();
    String label = "";
    boolean encrypted = false;
    StringBuilder body = new StringBuilder();
    for (String untrimmed : (Iterable<String>) text.lines()::iterator) {
      String line = untrimmed.strip();
      if (line.startsWith(BEGIN) && line.endsWith(DASHES) && line.length() > BEGIN.length()) {
        label = labelOf(line, BEGIN);
        encrypted = false;
        body.setLength(0);
      } else if (line.startsWith(END)) {
        if (!label.isEmpty() && labelOf(line, END).equals(label)) {
          blocks.add(new PemBlock(label, decode(body), encrypted));
        }
        label = "";
      } else if (line.indexOf(':') >= 0) {
        encrypted |= line.startsWith("Proc-Type:") && line.endsWith("ENCRYPTED");
      } else if (!label.isEmpty()) {
        body.append(line);
      }
    }
    return blocks;
  }

  /** Such as {@code CERTIFICATE}. */
  String label() {
    return label;
  }

  /** What is in it; empty if that cannot be decoded. */
  byte[] der() {
    return der.clone();
  }

  /** Whether its headers say so, as OpenSSL's traditional format has them. */
  boolean encrypted() {
    return encrypted;
  }

  private static String labelOf(String line, String mark) {
    int end = line.length() - DASHES.length();
    return line.endsWith(DASHES) && end > mark.length() ? line.substring(mark.length(), end) : "";
  }

  private static byte[] decode(StringBuilder body) {
    try {
      return Base64.getDecoder().decode(body.toString());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** What there is, for people. */
  static String found(List<PemBlock> blocks) {
    return blocks.isEmpty()
        ? "no PEM block"
        : String.join(", ", blocks.stream().map(PemBlock::label).toList());
  }
}
