package io.cgck.webconfig;

import io.cgck.match.Parsed;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Private keys as PEM: PKCS#8 ({@code PRIVATE KEY}), PKCS#1 ({@code RSA PRIVATE KEY}) and SEC 1
 * ({@code EC PRIVATE KEY}). Java reads the first only; the others are wrapped to become that.
 */
final class PrivateKeys {
  private static final String PKCS8 = "PRIVATE KEY";
  private static final String ENCRYPTED_PKCS8 = "ENCRYPTED PRIVATE KEY";
  private static final String PKCS1 = "RSA PRIVATE KEY";
  private static final String SEC1 = "EC PRIVATE KEY";
  private static final String EXPECTED =
      "expected a PEM block PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY";

  /** 1.2.840.113549.1.1.1 */
  private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d010101");

  /** 1.2.840.10045.2.1 */
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  private static final byte[] VERSION_0 = {Der.INTEGER, 1, 0};

  /** The parameters of an ECPrivateKey (RFC 5915): the curve. */
  private static final int EC_PARAMETERS = 0xa0;

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private PrivateKeys() {}

  /** The first key of a text. */
  static Parsed<PrivateKey> parse(String pem) {
    List<PemBlock> blocks = PemBlock.parse(pem);
    for (PemBlock block : blocks) {
      if (block.encrypted() || block.label().equals(ENCRYPTED_PKCS8)) {
        return new Parsed.Bad<>(
            "the private key is encrypted, and nobody is here to enter a passphrase; write it"
                + " without: openssl pkey -in ENCRYPTED -out KEY");
      }
      switch (block.label()) {
        case PKCS8 -> {
          return read(block.der(), ALGORITHMS);
        }
        case PKCS1 -> {
          return read(
              pkcs8(Der.write(Der.SEQUENCE, RSA, Der.write(Der.NULL)), block.der()),
              List.of("RSA"));
        }
        case SEC1 -> {
          return curve(block.der())
              .map(
                  curve ->
                      read(pkcs8(Der.write(Der.SEQUENCE, EC, curve), block.der()), List.of("EC")))
              .orElseGet(
                  () ->
                      new Parsed.Bad<>(
                          "the EC private key does not name its curve; write it as PKCS#8:"
                              + " openssl pkcs8 -topk8 -nocrypt -in OLD -out KEY"));
        }
        default -> {
          // Certificates or parameters of a curve may stand in the same file.
        }
      }
    }
    return new Parsed.Bad<>(EXPECTED + ", found " + PemBlock.found(blocks));
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return Der.write(Der.SEQUENCE, VERSION_0, algorithm, Der.write(Der.OCTET_STRING, key));
  }

  private static Optional<byte[]> curve(byte[] sec1) {
    Optional<Der.Value> key =
        new Der.Reader(sec1).next().filter(value -> value.tag() == Der.SEQUENCE);
    if (key.isEmpty()) {
      return Optional.empty();
    }
    Der.Reader parts = new Der.Reader(key.get().content());
    for (Optional<Der.Value> part = parts.next(); part.isPresent(); part = parts.next()) {
      if (part.get().tag() == EC_PARAMETERS) {
        byte[] curve = part.get().content();
        return new Der.Reader(curve)
            .next()
            .filter(value -> value.tag() == Der.OBJECT_IDENTIFIER)
            .map(value -> curve);
      }
    }
    return Optional.empty();
  }

  private static Parsed<PrivateKey> read(byte[] pkcs8, List<String> algorithms) {
    for (String algorithm : algorithms) {
      try {
        return new Parsed.Good<>(
            KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
      } catch (GeneralSecurityException e) {
        // Of another algorithm, or broken, which all of them will say.
      }
    }
    return new Parsed.Bad<>("the private key is broken, or neither RSA, ECDSA nor Ed25519");
  }
}
