package io.cgck.webconfig;

import io.cgck.config.FileContent;
import io.cgck.config.Problems;
import io.cgck.config.Section;
import io.cgck.match.Parsed;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code tls_server_config}. */
final class TlsReader {
  static final List<String> KEYS =
      List.of(
          "cert",
          "key",
          "client_ca",
          "cert_file",
          "key_file",
          "client_auth_type",
          "client_ca_file",
          "client_allowed_sans",
          "min_version",
          "max_version",
          "cipher_suites",
          "prefer_server_cipher_suites",
          "curve_preferences");

  private static final List<String> VERSIONS =
      Arrays.stream(TlsVersion.values()).map(Enum::name).toList();
  private static final List<String> CURVES =
      Arrays.stream(Curve.values()).map(Curve::goName).toList();
  private static final List<String> CLIENT_AUTHS =
      Arrays.stream(ClientAuth.values()).map(ClientAuth::goName).toList();

  private final Path directory;
  private final FilesRead files;
  private final Problems problems;
  private final WebValues values;

  /**
   * Makes one.
   *
   * @param directory where relative paths begin
   * @param files notes what is read
   */
  TlsReader(Path directory, FilesRead files, Problems problems) {
    this.directory = directory;
    this.files = files;
    this.problems = problems;
    this.values = new WebValues(problems);
  }

  /**
   * TLS as the section says; empty without it, and where something is wrong.
   *
   * @param at where the section begins
   * @param http2 whether it is to be offered
   */
  Optional<Tls> read(Node at, Section section, boolean http2) {
    Optional<List<X509Certificate>> chain = pem(section, "cert", "cert_file", Certificates::parse);
    Optional<PrivateKey> key = pem(section, "key", "key_file", PrivateKeys::parse);
    Optional<List<X509Certificate>> clientCas =
        pem(section, "client_ca", "client_ca_file", Certificates::parse);
    Optional<ClientAuth> clientAuth =
        values.word(section, "client_auth_type", CLIENT_AUTHS, ClientAuth::of);
    Optional<List<String>> sans =
        values
            .texts(section, "client_allowed_sans")
            .map(texts -> texts.stream().map(WebValues.Text::value).toList());
    TlsVersion min = version(section, "min_version", TlsVersion.TLS12);
    TlsVersion max = version(section, "max_version", TlsVersion.TLS13);
    Optional<List<String>> suites =
        values
            .words(
                section,
                "cipher_suites",
                CipherSuites.ALL,
                name -> Optional.of(name).filter(CipherSuites.ALL::contains))
            .filter(some -> !some.isEmpty());
    List<Curve> curves =
        values
            .words(
                section,
                "curve_preferences",
                CURVES,
                name ->
                    Arrays.stream(Curve.values()).filter(c -> c.goName().equals(name)).findFirst())
            .filter(some -> !some.isEmpty())
            .orElse(List.of(Curve.values()));
    boolean serverPrefers = values.bool(section, "prefer_server_cipher_suites", true);
    if (!isEnabled(section)) {
      if (!section.values().isEmpty()) {
        problems.warning(
            at,
            "no certificate and no key: TLS stays off, and the rest of tls_server_config does"
                + " nothing; add cert_file and key_file");
      }
      return Optional.empty();
    }
    boolean good = requireOne(at, section, "cert", "cert_file");
    good &= requireOne(at, section, "key", "key_file");
    good &= checkVersions(section, min, max);
    good &= checkHttp2(section, suites, min, http2);
    good &= checkClients(section, clientAuth.orElse(ClientAuth.NONE), sans);
    if (!good || chain.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    if (!Certificates.belongTogether(key.get(), chain.get().getFirst().getPublicKey())) {
      problems.error(
          source(section, "key", "key_file").orElse(at),
          "the private key does not belong to the first certificate of "
              + (section.node("cert_file").isPresent() ? "cert_file" : "cert"));
      return Optional.empty();
    }
    return problems.take(
        at,
        Tls.of(
            new TlsSettings(
                chain.get(),
                key.get(),
                clientAuth.orElse(ClientAuth.NONE),
                clientCas,
                sans,
                min,
                max,
                suites,
                curves,
                serverPrefers)));
  }

  /** What the toolkit goes by; with none of these it speaks plain HTTP. */
  private boolean isEnabled(Section section) {
    return List.of(
            "cert",
            "cert_file",
            "key",
            "key_file",
            "client_ca",
            "client_ca_file",
            "client_auth_type")
        .stream()
        .anyMatch(key -> values.text(section, key).isPresent());
  }

  private boolean requireOne(Node at, Section section, String inline, String file) {
    if (values.text(section, file).isPresent() || values.text(section, inline).isPresent()) {
      return true;
    }
    problems.error(at, "tls_server_config needs %s or %s; add one".formatted(file, inline));
    return false;
  }

  private boolean checkVersions(Section section, TlsVersion min, TlsVersion max) {
    if (min.compareTo(max) <= 0) {
      return true;
    }
    section
        .node("min_version")
        .or(() -> section.node("max_version"))
        .ifPresent(
            node ->
                problems.error(
                    node,
                    "min_version is %s and max_version %s: nobody could connect"
                        .formatted(min, max)));
    return false;
  }

  private boolean checkHttp2(
      Section section, Optional<List<String>> suites, TlsVersion min, boolean http2) {
    if (!http2
        || min == TlsVersion.TLS13
        || suites.isEmpty()
        || suites.get().stream().anyMatch(CipherSuites.OF_HTTP2::contains)) {
      return true;
    }
    section
        .node("cipher_suites")
        .ifPresent(
            node ->
                problems.error(
                    node,
                    "HTTP/2 needs one of %s; add one, or set http2: false in http_server_config"
                        .formatted(String.join(" and ", CipherSuites.OF_HTTP2))));
    return false;
  }

  private boolean checkClients(
      Section section, ClientAuth clientAuth, Optional<List<String>> sans) {
    boolean good = true;
    Optional<Node> ca = source(section, "client_ca", "client_ca_file");
    if (ca.isPresent() && clientAuth == ClientAuth.NONE) {
      problems.error(
          ca.get(),
          "a client CA without client_auth_type does nothing; add client_auth_type:"
              + " RequireAndVerifyClientCert");
      good = false;
    }
    if (sans.isPresent() && !clientAuth.insists()) {
      section
          .node("client_allowed_sans")
          .ifPresent(
              node ->
                  problems.error(
                      node,
                      "client_allowed_sans needs a client_auth_type that insists on a certificate:"
                          + " RequireAndVerifyClientCert, or RequireAnyClientCert"));
      good = false;
    }
    return good;
  }

  private TlsVersion version(Section section, String key, TlsVersion otherwise) {
    return values
        .word(
            section,
            key,
            VERSIONS,
            name ->
                Arrays.stream(TlsVersion.values()).filter(v -> v.name().equals(name)).findFirst())
        .orElse(otherwise);
  }

  /** Where something stands that may be in a file of its own, which then counts. */
  private Optional<Node> source(Section section, String inline, String file) {
    return values
        .text(section, file)
        .or(() -> values.text(section, inline))
        .map(WebValues.Text::node);
  }

  /** What is in a file, or else inline; empty if it is neither, or wrong. */
  private <T> Optional<T> pem(
      Section section, String inline, String file, Function<String, Parsed<T>> parser) {
    Optional<WebValues.Text> path = values.text(section, file);
    Optional<WebValues.Text> text = values.text(section, inline);
    if (path.isEmpty()) {
      return text.flatMap(of -> problems.take(of.node(), named(inline, parser.apply(of.value()))));
    }
    if (text.isPresent()) {
      problems.warning(
          text.get().node(), "%s counts, and %s does not; remove one".formatted(file, inline));
    }
    return problems.take(path.get().node(), inFile(file, path.get().value(), parser));
  }

  private <T> Parsed<T> inFile(String key, String name, Function<String, Parsed<T>> parser) {
    Path path;
    try {
      path = directory.resolve(name);
    } catch (InvalidPathException e) {
      return new Parsed.Bad<>(key + ": this is no path");
    }
    return switch (files.read(path)) {
      case FileContent.Bytes bytes ->
          named(
              key + ": " + path,
              parser.apply(new String(bytes.toArray(), StandardCharsets.ISO_8859_1)));
      case FileContent.Unreadable(String why) ->
          new Parsed.Bad<>("%s: %s cannot be read: %s".formatted(key, path, why));
    };
  }

  private static <T> Parsed<T> named(String what, Parsed<T> parsed) {
    return parsed instanceof Parsed.Bad<T>(String why)
        ? new Parsed.Bad<>(what + ": " + why)
        : parsed;
  }
}
