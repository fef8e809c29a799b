package io.cgck.webconfig;

import io.cgck.match.Parsed;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** X.509 certificates as PEM. */
final class Certificates {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final byte[] SOMETHING = {'c', 'g', 'c', 'k'};

  private Certificates() {}

  /** All certificates of a text, of which there must be one at least. */
  static Parsed<List<X509Certificate>> parse(String pem) {
    List<X509Certificate> certificates = new ArrayList<>();
    List<PemBlock> blocks = PemBlock.parse(pem);
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (PemBlock block : blocks) {
        if (block.label().equals(CERTIFICATE)) {
          certificates.add(
              (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
        }
      }
    } catch (CertificateException e) {
      return new Parsed.Bad<>(
          "certificate %d in it is broken; see openssl x509 -noout -text"
              .formatted(certificates.size() + 1));
    }
    if (certificates.isEmpty()) {
      return new Parsed.Bad<>("expected a PEM block CERTIFICATE, found " + PemBlock.found(blocks));
    }
    return new Parsed.Good<>(List.copyOf(certificates));
  }

  /** Whether a signature of the one is valid by the other. */
  static boolean belongTogether(PrivateKey key, PublicKey certified) {
    if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
      return false;
    }
    try {
      Signature signature =
          Signature.getInstance(
              switch (key.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> key.getAlgorithm();
              });
      signature.initSign(key);
      signature.update(SOMETHING);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(SOMETHING);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
