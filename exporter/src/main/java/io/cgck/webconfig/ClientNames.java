package io.cgck.webconfig;

import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The subject alternative names of which a client's certificate must have one, to the letter. */
record ClientNames(Set<String> allowed) {
  private static final Set<Integer> EMAIL_DNS_URI = Set.of(1, 2, 6);
  private static final int IP = 7;

  ClientNames {
    allowed = Set.copyOf(allowed);
  }

  void check(X509Certificate certificate) throws CertificateException {
    if (names(certificate).stream().noneMatch(this::isAllowed)) {
      throw new CertificateException(
          "none of the client certificate's subject alternative names is in client_allowed_sans");
    }
  }

  private static Collection<List<?>> names(X509Certificate certificate)
      throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null ? List.of() : names;
  }

  private boolean isAllowed(List<?> name) {
    int kind = (Integer) name.get(0);
    if (!(name.get(1) instanceof String value)) {
      return false;
    }
    if (kind == IP) {
      // An IPv6 address has several spellings, and Java's is not the one that people write.
      return allowed.stream().anyMatch(one -> isSameAddress(one, value));
    }
    return EMAIL_DNS_URI.contains(kind) && allowed.contains(value);
  }

  private static boolean isSameAddress(String one, String other) {
    try {
      return InetAddress.ofLiteral(one).equals(InetAddress.ofLiteral(other));
    } catch (IllegalArgumentException e) {
      // A name of another kind.
      return false;
    }
  }
}
