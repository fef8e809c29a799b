package io.cgck.webconfig;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Judges certificates of clients. */
final class ClientTrust extends X509ExtendedTrustManager {
  /** Empty where any certificate will do. */
  private final Optional<X509ExtendedTrustManager> authorities;

  private final Optional<ClientNames> names;

  private ClientTrust(Optional<X509ExtendedTrustManager> authorities, Optional<ClientNames> names) {
    this.authorities = authorities;
    this.names = names;
  }

  /**
   * Makes one.
   *
   * @param authorities who vouches for clients; empty if nobody has to
   * @param allowedSans empty if any name will do
   */
  static ClientTrust of(
      Optional<List<X509Certificate>> authorities, Optional<List<String>> allowedSans)
      throws GeneralSecurityException {
    return new ClientTrust(
        authorities.isPresent() ? Optional.of(pkix(authorities.get())) : Optional.empty(),
        allowedSans.map(Set::copyOf).map(ClientNames::new));
  }

  private static X509ExtendedTrustManager pkix(List<X509Certificate> authorities)
      throws GeneralSecurityException {
    Set<TrustAnchor> anchors =
        authorities.stream()
            .map(authority -> new TrustAnchor(authority, null))
            .collect(Collectors.toSet());
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
    // There is no key of the file for lists of what was revoked, and nothing is asked elsewhere.
    parameters.setRevocationEnabled(false);
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(new CertPathTrustManagerParameters(parameters));
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("PKIX knows no X.509"));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    if (authorities.isPresent()) {
      authorities.get().checkClientTrusted(chain, authType, engine);
    }
    checkName(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    if (authorities.isPresent()) {
      authorities.get().checkClientTrusted(chain, authType, socket);
    }
    checkName(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    if (authorities.isPresent()) {
      authorities.get().checkClientTrusted(chain, authType);
    }
    checkName(chain);
  }

  private void checkName(X509Certificate[] chain) throws CertificateException {
    if (names.isPresent()) {
      names.get().check(chain[0]);
    }
  }

  /** Whom a client is told that it may choose a certificate by; nobody means any. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities
        .map(X509ExtendedTrustManager::getAcceptedIssuers)
        .orElseGet(() -> new X509Certificate[0]);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw servesOnly();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw servesOnly();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw servesOnly();
  }

  private static CertificateException servesOnly() {
    return new CertificateException("connections are only taken, never made");
  }
}
