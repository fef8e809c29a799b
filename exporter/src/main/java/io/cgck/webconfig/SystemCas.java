package io.cgck.webconfig;

import io.cgck.config.FileContent;
import io.cgck.match.Parsed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Whom the system trusts: the first of the files that Go looks for. Go takes also what is in
 * directories of single certificates, which on most systems are the same ones.
 */
final class SystemCas {
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/pki/tls/cacert.pem"),
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  private SystemCas() {}

  static Parsed<List<X509Certificate>> read() {
    for (Path bundle : BUNDLES) {
      if (FileContent.read(bundle) instanceof FileContent.Bytes bytes) {
        return Certificates.parse(new String(bytes.toArray(), StandardCharsets.ISO_8859_1));
      }
    }
    return new Parsed.Bad<>(
        "without client_ca_file those certificate authorities count that the system trusts, and"
            + " there is none of the files that name them; name yours with client_ca_file");
  }
}
