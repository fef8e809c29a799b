package io.cgck.webconfig;

import static java.util.Objects.requireNonNull;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What {@code tls_server_config} says, with the files that it names read.
 *
 * @param chain the server's certificate first
 * @param clientCas who vouches for clients; empty for whom the system trusts
 * @param allowedSans of which a client's certificate must have one; empty if any name will do
 * @param cipherSuites for versions up to TLS 1.2
 * @param curves by preference
 * @param serverPrefers whether the order of the cipher suites counts, and not the client's
 */
record TlsSettings(
    List<X509Certificate> chain,
    PrivateKey key,
    ClientAuth clientAuth,
    Optional<List<X509Certificate>> clientCas,
    Optional<List<String>> allowedSans,
    TlsVersion min,
    TlsVersion max,
    Optional<List<String>> cipherSuites,
    List<Curve> curves,
    boolean serverPrefers) {
  TlsSettings {
    chain = List.copyOf(chain);
    requireNonNull(key, "key is null");
    requireNonNull(clientAuth, "clientAuth is null");
    clientCas = clientCas.map(List::copyOf);
    allowedSans = allowedSans.map(List::copyOf);
    requireNonNull(min, "min is null");
    requireNonNull(max, "max is null");
    cipherSuites = cipherSuites.map(List::copyOf);
    curves = List.copyOf(curves);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("no certificate");
    }
  }

  @Override
  public String toString() {
    return "TLS for " + chain.getFirst().getSubjectX500Principal();
  }
}
