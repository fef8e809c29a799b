package io.cgck.webconfig;

import io.cgck.match.Parsed;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;

/** How the server speaks TLS, as of one state of the file and of those that it names. */
public final class Tls {
  private static final String DISABLED = "jdk.tls.disabledAlgorithms";

  /** What a file may turn on although Java has it off; each engine says for itself what is on. */
  private static final List<String> TURNED_ON_BY_THE_FILE = List.of("TLSv1", "TLSv1.1");

  /** Most clients keep their sessions themselves, as tickets. */
  private static final int SESSIONS = 256;

  private static final int SESSION_SECONDS = 3600;

  private final TlsSettings settings;
  private final SSLContext context;

  private Tls(TlsSettings settings, SSLContext context) {
    this.settings = settings;
    this.context = context;
  }

  static Parsed<Tls> of(TlsSettings settings) {
    turnOn();
    Optional<List<X509Certificate>> authorities = Optional.empty();
    if (settings.clientAuth().verifies()) {
      Parsed<List<X509Certificate>> known =
          settings
              .clientCas()
              .<Parsed<List<X509Certificate>>>map(Parsed.Good::new)
              .orElseGet(SystemCas::read);
      switch (known) {
        case Parsed.Good<List<X509Certificate>>(List<X509Certificate> all) ->
            authorities = Optional.of(all);
        case Parsed.Bad<List<X509Certificate>>(String why) -> {
          return new Parsed.Bad<>(why);
        }
      }
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new ServerKey(settings.chain(), settings.key())},
          new TrustManager[] {ClientTrust.of(authorities, settings.allowedSans())},
          null);
      SSLSessionContext sessions = context.getServerSessionContext();
      sessions.setSessionCacheSize(SESSIONS);
      sessions.setSessionTimeout(SESSION_SECONDS);
      return new Parsed.Good<>(new Tls(settings, context));
    } catch (GeneralSecurityException e) {
      return new Parsed.Bad<>("TLS cannot be set up: " + e.getMessage());
    }
  }

  /** Counts only before TLS is used first. The process speaks TLS nowhere else. */
  private static void turnOn() {
    String disabled = Security.getProperty(DISABLED);
    if (disabled != null) {
      Security.setProperty(
          DISABLED,
          Arrays.stream(disabled.split(",", -1))
              .map(String::strip)
              .filter(one -> !TURNED_ON_BY_THE_FILE.contains(one))
              .collect(Collectors.joining(", ")));
    }
  }

  /** What one connection is encrypted by, on the server's side. */
  public SSLEngine newEngine() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(
        EnumSet.range(settings.min(), settings.max()).stream()
            .map(TlsVersion::javaName)
            .toArray(String[]::new));
    parameters.setCipherSuites(
        CipherSuites.enabled(settings.cipherSuites()).toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(settings.serverPrefers());
    parameters.setNamedGroups(
        settings.curves().stream().map(Curve::javaName).toArray(String[]::new));
    // The second of the two would undo the first.
    if (settings.clientAuth().insists()) {
      parameters.setNeedClientAuth(true);
    } else {
      parameters.setWantClientAuth(settings.clientAuth().asks());
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  public SSLContext context() {
    return context;
  }

  /** Whether clients no longer need a certificate, or one with one of certain names. */
  boolean isLessStrictThan(Tls before) {
    TlsSettings was = before.settings;
    if (!was.clientAuth().insists()) {
      return false;
    }
    return !settings.clientAuth().insists()
        || (was.clientAuth().verifies() && !settings.clientAuth().verifies())
        || (was.clientCas().isPresent() && settings.clientCas().isEmpty())
        || (was.allowedSans().isPresent() && settings.allowedSans().isEmpty());
  }

  /** When the certificate of the server expires. */
  public Instant notAfter() {
    return settings.chain().getFirst().getNotAfter().toInstant();
  }
}
