package io.cgck.pki;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A certificate authority in a directory, and what it certifies. All is made by the command
 * openssl; where that is missing, the test is skipped and says so.
 */
public record Pki(Path directory) {
  /** How a key is made. */
  public enum Kind {
    RSA("RSA", "rsa_keygen_bits:2048"),
    EC("EC", "ec_paramgen_curve:P-256"),
    ED25519("ED25519", "");

    private final String algorithm;
    private final String option;

    Kind(String algorithm, String option) {
      this.algorithm = algorithm;
      this.option = option;
    }
  }

  /** A certificate and its key, each in a file. */
  public record Certified(Path certificate, Path key) {
    public String certificateText() {
      return read(certificate);
    }

    public String keyText() {
      return read(key);
    }
  }

  /** Makes an authority of its own, with a certificate {@code NAME.crt} and a key. */
  public Certified authority(String name) {
    return selfSigned(name, Kind.EC, "basicConstraints=critical,CA:true");
  }

  /** A certificate that signs itself, for a server. */
  public Certified selfSigned(String name, Kind kind) {
    return selfSigned(name, kind, "subjectAltName=DNS:localhost,IP:127.0.0.1");
  }

  private Certified selfSigned(String name, Kind kind, String extension) {
    Path key = key(name, kind);
    Path certificate = directory.resolve(name + ".crt");
    openssl(
        "req",
        "-x509",
        "-new",
        "-key",
        key.toString(),
        "-subj",
        "/CN=" + name,
        "-days",
        "30",
        "-addext",
        extension,
        "-out",
        certificate.toString());
    return new Certified(certificate, key);
  }

  /**
   * A certificate by an authority.
   *
   * @param extensions lines of openssl's configuration, for example {@code subjectAltName=DNS:a}
   * @param days until it expires; 0 for one that has
   */
  public Certified certified(
      Certified authority, String name, Kind kind, int days, String... extensions) {
    Path key = key(name, kind);
    Path request = directory.resolve(name + ".csr");
    Path certificate = directory.resolve(name + ".crt");
    Path extensionFile = write(name + ".ext", String.join("\n", extensions) + "\n");
    openssl(
        "req", "-new", "-key", key.toString(), "-subj", "/CN=" + name, "-out", request.toString());
    openssl(
        "x509",
        "-req",
        "-in",
        request.toString(),
        "-CA",
        authority.certificate().toString(),
        "-CAkey",
        authority.key().toString(),
        "-CAcreateserial",
        "-days",
        Integer.toString(days),
        "-extfile",
        extensionFile.toString(),
        "-out",
        certificate.toString());
    return new Certified(certificate, key);
  }

  /** A key in PKCS#8, in {@code NAME.key}. */
  public Path key(String name, Kind kind) {
    Path key = directory.resolve(name + ".key");
    List<String> line =
        new ArrayList<>(List.of("genpkey", "-algorithm", kind.algorithm, "-out", key.toString()));
    if (!kind.option.isEmpty()) {
      line.addAll(List.of("-pkeyopt", kind.option));
    }
    openssl(line.toArray(String[]::new));
    return key;
  }

  /** Runs openssl, for what there is no method for; gives what it wrote to standard output. */
  public String openssl(String... arguments) {
    List<String> line = new ArrayList<>(List.of("openssl"));
    line.addAll(List.of(arguments));
    Path out = directory.resolve("openssl.out");
    try {
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(out.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new AssertionError(line + " failed:\n" + read(out));
      }
      return read(out);
    } catch (IOException e) {
      Assumptions.abort("there is no openssl here: " + e.getMessage());
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  public Path write(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
