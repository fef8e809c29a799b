package io.cgck.webconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.match.Parsed;
import io.cgck.pki.Pki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void pkcs8(Pki.Kind kind) {
    Pki.Certified server = new Pki(directory).selfSigned("server", kind);

    assertThat(server.keyText()).startsWith("-----BEGIN PRIVATE KEY-----");
    assertFits(server, server.keyText());
  }

  @Test
  void pkcs1() {
    Pki pki = new Pki(directory);
    Pki.Certified server = pki.selfSigned("server", Pki.Kind.RSA);
    String old = pki.openssl("rsa", "-traditional", "-in", server.key().toString());

    assertThat(old).contains("-----BEGIN RSA PRIVATE KEY-----");
    assertFits(server, old);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prime256v1", "secp384r1", "secp521r1"})
  void sec1(String curve) throws IOException {
    Pki pki = new Pki(directory);
    // With the block EC PARAMETERS before it, as this command writes it.
    Path key = directory.resolve("old.key");
    pki.openssl("ecparam", "-name", curve, "-genkey", "-out", key.toString());
    Path certificate = directory.resolve("old.crt");
    pki.openssl(
        "req",
        "-x509",
        "-new",
        "-key",
        key.toString(),
        "-subj",
        "/CN=old",
        "-out",
        certificate.toString());

    assertThat(Files.readString(key))
        .contains("-----BEGIN EC PARAMETERS-----", "-----BEGIN EC PRIVATE KEY-----");
    assertFits(new Pki.Certified(certificate, key), Files.readString(key));
  }

  @Test
  void encryptedOnesAreRefusedWithAWayOut() {
    Pki pki = new Pki(directory);
    Path key = pki.key("server", Pki.Kind.RSA);
    String pkcs8 = pki.openssl("pkcs8", "-topk8", "-passout", "pass:secret", "-in", key.toString());
    String traditional =
        pki.openssl(
            "rsa", "-traditional", "-aes128", "-passout", "pass:secret", "-in", key.toString());

    assertThat(bad(pkcs8)).contains("is encrypted", "openssl pkey");
    assertThat(bad(traditional)).contains("is encrypted", "openssl pkey");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\n!!!!\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nMAMCAQE=\n-----END EC PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----"
      })
  void brokenOnesAreRefused(String pem) {
    assertThat(bad(pem)).isNotEmpty();
  }

  private static String bad(String pem) {
    Parsed<PrivateKey> parsed = PrivateKeys.parse(pem);
    assertThat(parsed).isInstanceOf(Parsed.Bad.class);
    return ((Parsed.Bad<PrivateKey>) parsed).why();
  }

  private static void assertFits(Pki.Certified certified, String pem) {
    Parsed<List<X509Certificate>> chain = Certificates.parse(certified.certificateText());
    Parsed<PrivateKey> key = PrivateKeys.parse(pem);
    assertThat(chain).isInstanceOf(Parsed.Good.class);
    assertThat(key).isInstanceOf(Parsed.Good.class);
    assertThat(
            Certificates.belongTogether(
                ((Parsed.Good<PrivateKey>) key).value(),
                ((Parsed.Good<List<X509Certificate>>) chain).value().getFirst().getPublicKey()))
        .isTrue();
  }
}
