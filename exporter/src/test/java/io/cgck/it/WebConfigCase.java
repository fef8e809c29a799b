package io.cgck.it;

import java.util.List;

/**
 * A web configuration, a request, and why what comes of it differs, if it does.
 *
 * @param what what the file says, for people
 * @param yaml the file
 * @param client what the client does, for people
 * @param curl arguments of curl; {@code @CIPHER} alone has openssl say which suite is chosen
 * @param show what is shown beside the status: nothing, {@code http_version}, or a header's name
 * @param after what the file says later, while the server runs; empty if it stays
 * @param why empty where all servers do the same
 */
record WebConfigCase(
    String what,
    String yaml,
    String client,
    List<String> curl,
    String show,
    String after,
    String why) {
  private static final String HASH = "$2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG";
  private static final String LOGIN = "basic_auth_users: {alice: %s}";
  private static final String OLD_TOOLKIT = "1.5 knows no %s yet.";

  static WebConfigCase of(String what, String yaml, String client, String... curl) {
    return new WebConfigCase(what, yaml, client, List.of(curl), "", "", "");
  }

  static WebConfigCase tls(String what, String more, String client, String... curl) {
    return tlsAnd(what, more, "", client, curl);
  }

  static WebConfigCase tlsAnd(String what, String more, String top, String client, String... curl) {
    return of(
        what,
        "tls_server_config: {cert_file: server.crt, key_file: server.key%s}\n%s"
            .formatted(more.isEmpty() ? "" : ", " + more, top),
        client,
        curl);
  }

  WebConfigCase showing(String field) {
    return new WebConfigCase(what, yaml, client, curl, field, after, why);
  }

  WebConfigCase thenChanging(String text) {
    return new WebConfigCase(what, yaml, client, curl, show, text, why);
  }

  WebConfigCase because(String reason) {
    return new WebConfigCase(what, yaml, client, curl, show, after, reason);
  }

  /** Shows a certificate to the server. */
  private static String[] by(String name) {
    return new String[] {"--cert", name + ".crt", "--key", name + ".key"};
  }

  /** Speaks one version of TLS that is older than what openssl does unasked. */
  private static String[] only(String version) {
    return new String[] {
      "--tlsv" + version, "--tls-max", version, "--ciphers", "DEFAULT@SECLEVEL=0", "--http1.1"
    };
  }

  static List<WebConfigCase> all() {
    String verify = "client_auth_type: RequireAndVerifyClientCert, client_ca_file: clients.crt";
    String[] client = by("client");
    String[] stranger = by("stranger");
    String sans = "%s, client_allowed_sans: [%s]";
    String oldSans = OLD_TOOLKIT.formatted("client_allowed_sans");
    return List.of(
        of("nothing", "", "plain"),
        of("an unknown key", "tls_config: {}", "plain"),
        of("a key twice", "basic_auth_users: {}\nbasic_auth_users: {}", "plain"),
        of("no YAML", "tls_server_config: [", "plain"),
        of("a number", "1", "plain"),
        of("only min_version", "tls_server_config: {min_version: TLS13}", "plain"),
        of("a certificate only", "tls_server_config: {cert_file: server.crt}", "TLS"),
        of("a key only", "tls_server_config: {key_file: server.key}", "TLS"),
        of(
            "a certificate that is not there",
            "tls_server_config: {cert_file: none.crt, key_file: server.key}",
            "TLS"),
        of(
            "a key of another certificate",
            "tls_server_config: {cert_file: server.crt, key_file: ec.key}",
            "TLS"),
        of(
            "a certificate that is none",
            "tls_server_config: {cert_file: junk.pem, key_file: server.key}",
            "TLS"),
        of(
            "an encrypted key",
            "tls_server_config: {cert_file: server.crt, key_file: encrypted.key}",
            "TLS"),
        tls("an RSA key, PKCS#8", "", "TLS"),
        of(
            "an RSA key, PKCS#1",
            "tls_server_config: {cert_file: server.crt, key_file: pkcs1.key}",
            "TLS"),
        of(
            "an ECDSA key, PKCS#8",
            "tls_server_config: {cert_file: ec.crt, key_file: ec.key}",
            "TLS"),
        of(
            "an ECDSA key, SEC 1",
            "tls_server_config: {cert_file: ec.crt, key_file: sec1.key}",
            "TLS"),
        of("an Ed25519 key", "tls_server_config: {cert_file: ed.crt, key_file: ed.key}", "TLS"),
        of("certificate and key inline", "INLINE", "TLS")
            .because(OLD_TOOLKIT.formatted("cert and key")),
        tls("TLS", "", "plain HTTP", "http:")
            .because("Go answers 400 in plain HTTP; here there is no answer without TLS."),
        tls("TLS", "", "TLS 1.2 only", "--tls-max", "1.2"),
        tls("TLS", "", "TLS 1.3 only", "--tlsv1.3"),
        tls("TLS", "", "TLS 1.1 only", only("1.1")),
        tls("min_version: TLS13", "min_version: TLS13", "TLS 1.2 only", "--tls-max", "1.2"),
        tls("max_version: TLS12", "max_version: TLS12", "TLS 1.3 only", "--tlsv1.3"),
        tls("min_version: TLS10", "min_version: TLS10", "TLS 1.0 only", only("1.0")),
        tls("min_version: TLS11", "min_version: TLS11", "TLS 1.1 only", only("1.1")),
        tls("min_version: TLS14", "min_version: TLS14", "TLS"),
        tls("min_version above max_version", "min_version: TLS13, max_version: TLS12", "TLS")
            .because("Go starts, and refuses every handshake; here the file is refused."),
        tls(
            "one suite, not that of HTTP/2",
            "cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]",
            "TLS"),
        tlsAnd(
            "one suite, no HTTP/2",
            "cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]",
            "http_server_config: {http2: false}",
            "TLS 1.2 with that suite",
            "--tls-max",
            "1.2",
            "--ciphers",
            "ECDHE-RSA-AES256-GCM-SHA384"),
        tlsAnd(
            "one suite, no HTTP/2",
            "cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]",
            "http_server_config: {http2: false}",
            "TLS 1.2 with another",
            "--tls-max",
            "1.2",
            "--ciphers",
            "ECDHE-RSA-AES128-GCM-SHA256"),
        tlsAnd(
            "suites of TLS 1.3 only",
            "cipher_suites: [TLS_AES_128_GCM_SHA256]",
            "http_server_config: {http2: false}",
            "TLS 1.2 only",
            "--tls-max",
            "1.2"),
        tls("an unknown suite", "cipher_suites: [TLS_MADE_UP]", "TLS"),
        tls(
                "a suite without forward secrecy",
                "cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,"
                    + " TLS_RSA_WITH_AES_128_GCM_SHA256]",
                "TLS")
            .because("Go takes these for insecure since 1.22, and Java since 24."),
        tls(
                "the order of suites",
                "max_version: TLS12, cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,"
                    + " TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]",
                "the other order",
                "@CIPHER")
            .because(
                "Go since 1.17 goes by an order of its own; here the order of the file counts."),
        tls(
            "curve_preferences: [CurveP256]",
            "curve_preferences: [CurveP256]",
            "P-256",
            "--curves",
            "prime256v1"),
        tls(
            "curve_preferences: [CurveP256]",
            "curve_preferences: [CurveP256]",
            "X25519",
            "--curves",
            "X25519"),
        tls("an unknown curve", "curve_preferences: [P256]", "TLS"),
        tls("HTTP/2 by default", "", "HTTP/2", "--http2").showing("http_version"),
        tlsAnd("http2: false", "", "http_server_config: {http2: false}", "HTTP/2", "--http2")
            .showing("http_version"),
        tls("RequestClientCert", "client_auth_type: RequestClientCert", "no certificate"),
        tls("RequireAnyClientCert", "client_auth_type: RequireAnyClientCert", "no certificate"),
        tls(
            "RequireAnyClientCert",
            "client_auth_type: RequireAnyClientCert",
            "a certificate of nobody",
            stranger),
        tls(
            "RequireClientCert, its old name",
            "client_auth_type: RequireClientCert",
            "a certificate of nobody",
            stranger),
        tls(
            "VerifyClientCertIfGiven",
            "client_auth_type: VerifyClientCertIfGiven, client_ca_file: clients.crt",
            "no certificate"),
        tls(
            "VerifyClientCertIfGiven",
            "client_auth_type: VerifyClientCertIfGiven, client_ca_file: clients.crt",
            "a certificate of nobody",
            stranger),
        tls("RequireAndVerifyClientCert", verify, "no certificate"),
        tls("RequireAndVerifyClientCert", verify, "a certificate by the CA", client),
        tls("RequireAndVerifyClientCert", verify, "a certificate of nobody", stranger),
        tls("RequireAndVerifyClientCert", verify, "an expired certificate", by("expired")),
        tls("RequireAndVerifyClientCert", verify, "a certificate for servers", by("forserver")),
        tls(
            "RequireAndVerifyClientCert without a CA",
            "client_auth_type: RequireAndVerifyClientCert",
            "a certificate by the CA",
            client),
        tls("an unknown client_auth_type", "client_auth_type: Always", "TLS"),
        tls("a client CA without client_auth_type", "client_ca_file: clients.crt", "TLS"),
        tls(
                "a client CA that is none",
                "client_auth_type: RequireAndVerifyClientCert, client_ca_file: junk.pem",
                "TLS")
            .because("Go starts, and refuses every client; here the file is refused."),
        tls(
                "client_allowed_sans",
                sans.formatted(verify, "scraper.example.org"),
                "a certificate with that name",
                client)
            .because(oldSans),
        tls(
                "client_allowed_sans",
                sans.formatted(verify, "'2001:db8::1'"),
                "a certificate with that address",
                client)
            .because(oldSans),
        tls(
                "client_allowed_sans",
                sans.formatted(verify, "other.example.org"),
                "a certificate without that name",
                client)
            .because(oldSans),
        tls(
                "client_allowed_sans, VerifyClientCertIfGiven",
                "client_auth_type: VerifyClientCertIfGiven, client_ca_file: clients.crt,"
                    + " client_allowed_sans: [a]",
                "no certificate")
            .because(
                oldSans
                    + " 1.11 starts, and lets nobody in without a certificate; here the file is refused:"
                    + " such a client has no name."),
        of(
                "X-Frame-Options: deny",
                "http_server_config: {headers: {X-Frame-Options: deny}}",
                "plain")
            .showing("X-Frame-Options"),
        of(
            "X-Frame-Options: never",
            "http_server_config: {headers: {X-Frame-Options: never}}",
            "plain"),
        of("a header that cannot be set", "http_server_config: {headers: {Server: me}}", "plain"),
        of("HSTS", "http_server_config: {headers: {Strict-Transport-Security: max-age=9}}", "plain")
            .showing("Strict-Transport-Security"),
        of(
                "CSP",
                "http_server_config: {headers: {Content-Security-Policy: \"default-src 'self'\"}}",
                "plain")
            .showing("Content-Security-Policy"),
        of("a user", LOGIN.formatted(HASH), "no log-in"),
        of("a user", "USER", "the password", "--user", "alice:pass"),
        of("a user", "USER", "another password", "--user", "alice:Pass"),
        of("a user", "USER", "an unknown user", "--user", "bob:pass"),
        of("a password of 80 characters", "LONG", "it", "--user", "alice:" + "x".repeat(80)),
        of(
            "a password of 80 characters",
            "LONG",
            "its first 72",
            "--user",
            "alice:" + "x".repeat(72)),
        of("a password that is not hashed", LOGIN.formatted("pass"), "--"),
        of("no users", "basic_auth_users: {}", "plain"),
        of(
                "rate_limit of 1 in an hour",
                "rate_limit: {interval: 1h, burst: 1}",
                "two requests",
                "http:/",
                "http:/")
            .because(OLD_TOOLKIT.formatted("rate_limit")),
        of("rate_limit without burst", "rate_limit: {interval: 1h}", "plain")
            .because(OLD_TOOLKIT.formatted("rate_limit")),
        of("rate_limit of no interval", "rate_limit: {interval: 0s, burst: 1}", "plain")
            .because(OLD_TOOLKIT.formatted("rate_limit")),
        of("rate_limit of 'soon'", "rate_limit: {interval: soon, burst: 1}", "plain"),
        of(
                "a header, changed while it runs",
                "http_server_config: {headers: {X-Frame-Options: deny}}",
                "plain")
            .showing("X-Frame-Options")
            .thenChanging("http_server_config: {headers: {X-Frame-Options: sameorigin}}"),
        of(
                "an error made while it runs",
                "http_server_config: {headers: {X-Frame-Options: deny}}",
                "plain")
            .showing("X-Frame-Options")
            .thenChanging("no such key: 1")
            .because(
                "Go answers 500 until the file is mended; here what was goes on, and the log and a"
                    + " metric say so."));
  }
}
