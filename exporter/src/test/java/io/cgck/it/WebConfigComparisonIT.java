package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.cgck.lab.Command;
import io.cgck.lab.WebConfigServer;
import io.cgck.lab.WebConfigServer.Kind;
import io.cgck.pki.Pki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same web configurations with the real node_exporter, an old and a new one, and with cgck: a
 * table in {@code deploy/WEB-CONFIG.md} says what comes of each, rewritten with {@code
 * -Dformat=fix}, and why where they differ.
 */
class WebConfigComparisonIT {
  private static final Path DOCUMENT = Path.of("../deploy/WEB-CONFIG.md");
  private static final String BEGIN = "<!-- The table is written by WebConfigComparisonIT. -->\n";
  private static final String END = "<!-- End of the table. -->\n";
  private static final int THREADS = 2;
  private static final int CHANGE_SHOWS_AFTER_MILLIS = 1500;

  @TempDir Path directory;

  @Test
  void theTableHolds() throws Exception {
    for (Kind kind : Kind.values()) {
      Assumptions.assumeTrue(Files.isExecutable(kind.program()), kind.title() + " is missing");
    }
    Pki pki = new Pki(directory);
    makeCertificates(pki);
    List<String> rows = new ArrayList<>();
    List<String> unexplained = new ArrayList<>();
    List<List<Future<String>>> pending = new ArrayList<>();
    // Most of it is waiting for servers to start.
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (WebConfigCase one : WebConfigCase.all()) {
        int row = pending.size();
        pending.add(
            Stream.of(Kind.values())
                .map(kind -> threads.submit(() -> outcome(one, kind, pki, row + "-" + kind)))
                .toList());
      }
    }
    for (WebConfigCase one : WebConfigCase.all()) {
      List<String> outcomes = new ArrayList<>();
      for (Future<String> outcome : pending.get(rows.size())) {
        outcomes.add(outcome.get());
      }
      boolean same = outcomes.stream().distinct().count() == 1;
      if (same != one.why().isEmpty()) {
        unexplained.add(one.what() + ", " + one.client() + ": " + outcomes);
      }
      rows.add(
          "| %s | %s | %s | %s |"
              .formatted(one.what(), one.client(), String.join(" | ", outcomes), one.why()));
    }
    String table =
        "| web configuration | client | %s | why they differ |\n|---|---|---|---|---|---|\n%s\n"
            .formatted(
                Stream.of(Kind.values()).map(Kind::title).collect(Collectors.joining(" | ")),
                String.join("\n", rows));
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END);
    if ("fix".equals(System.getProperty("format"))) {
      Files.writeString(DOCUMENT, document.substring(0, begin) + table + document.substring(end));
    } else {
      assertThat(document.substring(begin, end)).isEqualTo(table);
    }
    assertThat(unexplained).as("where they differ the table says why, and nowhere else").isEmpty();
  }

  private void makeCertificates(Pki pki) throws IOException {
    Pki.Certified ca = pki.authority("ca");
    String name = "subjectAltName=DNS:localhost,IP:127.0.0.1";
    Pki.Certified server = pki.certified(ca, "server", Pki.Kind.RSA, 30, name);
    Pki.Certified ec = pki.certified(ca, "ec", Pki.Kind.EC, 30, name);
    pki.certified(ca, "ed", Pki.Kind.ED25519, 30, name);
    pki.write("pkcs1.key", pki.openssl("rsa", "-traditional", "-in", server.key().toString()));
    pki.write("sec1.key", pki.openssl("ec", "-in", ec.key().toString()));
    pki.write(
        "encrypted.key",
        pki.openssl("pkcs8", "-topk8", "-passout", "pass:secret", "-in", server.key().toString()));
    pki.write("junk.pem", "nothing\n");
    Pki.Certified clients = pki.authority("clients");
    String use = "extendedKeyUsage=clientAuth";
    pki.certified(
        clients,
        "client",
        Pki.Kind.EC,
        30,
        use,
        "subjectAltName=DNS:scraper.example.org,IP:2001:db8::1");
    pki.certified(clients, "forserver", Pki.Kind.EC, 30, "extendedKeyUsage=serverAuth");
    pki.certified(clients, "expired", Pki.Kind.EC, 0, use);
    pki.selfSigned("stranger", Pki.Kind.EC);
  }

  /**
   * What comes of a case.
   *
   * @param id for files of its own
   */
  private String outcome(WebConfigCase one, Kind kind, Pki pki, String id) throws Exception {
    Path config = pki.write(id + ".yml", yaml(one.yaml()));
    try (WebConfigServer server =
        WebConfigServer.start(kind, config, directory.resolve(id + ".log"))) {
      if (server.hasEnded()) {
        return "refused";
      }
      if (!one.after().isEmpty()) {
        ask(one, server, id);
        pki.write(id + ".yml", one.after());
        // There is no sign to wait for: it is to show, or not, within the second that is promised.
        Thread.sleep(CHANGE_SHOWS_AFTER_MILLIS);
      }
      return one.curl().contains("@CIPHER") ? chosenCipher(server) : ask(one, server, id);
    }
  }

  private String yaml(String yaml) throws IOException {
    return switch (yaml) {
      case "INLINE" ->
          "tls_server_config:\n  cert: |\n%s  key: |\n%s"
              .formatted(
                  Files.readString(directory.resolve("server.crt")).indent(4),
                  Files.readString(directory.resolve("server.key")).indent(4));
      case "USER" -> "basic_auth_users: {alice: %s}".formatted(bcrypt("pass"));
      case "LONG" -> "basic_auth_users: {alice: %s}".formatted(bcrypt("x".repeat(72)));
      default -> yaml;
    };
  }

  /** All that any bcrypt sees of a longer one are its first 72 bytes. */
  private static String bcrypt(String password) {
    return new String(
        BCrypt.with(BCrypt.Version.VERSION_2Y, LongPasswordStrategies.none())
            .hash(4, password.getBytes(StandardCharsets.UTF_8)),
        StandardCharsets.US_ASCII);
  }

  private String ask(WebConfigCase one, WebConfigServer server, String id) {
    boolean tls =
        one.yaml().contains("cert_file: server.crt")
            || one.yaml().contains("cert_file: e")
            || one.yaml().equals("INLINE");
    List<String> urls = new ArrayList<>();
    List<String> line =
        new ArrayList<>(List.of("curl", "-s", "--max-time", "20", "--cacert", path("ca.crt")));
    String shown = one.show().equals("http_version") ? " HTTP/%{http_version}" : "";
    line.addAll(List.of("-w", "%{http_code}" + shown + "\\n"));
    for (String argument : one.curl()) {
      if (argument.startsWith("http:")) {
        urls.add("http://127.0.0.1:%d/".formatted(server.port()));
      } else {
        line.add(Files.exists(directory.resolve(argument)) ? path(argument) : argument);
      }
    }
    if (urls.isEmpty()) {
      urls.add("%s://127.0.0.1:%d/".formatted(tls ? "https" : "http", server.port()));
    }
    for (String url : urls) {
      line.addAll(List.of("-o", "/dev/null", url));
    }
    Path headers = directory.resolve(id + ".headers");
    line.addAll(List.of("-D", headers.toString()));
    Command.Outcome outcome = Command.of(new ProcessBuilder(line)).run("");
    if (outcome.exitCode() != 0) {
      return "no connection";
    }
    String status = outcome.stdout().strip().replace("\n", ", ");
    return one.show().isEmpty() || one.show().equals("http_version")
        ? status
        : status + " " + header(headers, one.show());
  }

  private static String header(Path headers, String name) {
    try {
      return Files.readAllLines(headers).stream()
          .filter(
              line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("without it");
    } catch (IOException e) {
      return "without it";
    }
  }

  private String chosenCipher(WebConfigServer server) {
    Command.Outcome outcome =
        Command.of(
                new ProcessBuilder(
                    "openssl",
                    "s_client",
                    "-connect",
                    "127.0.0.1:" + server.port(),
                    "-cipher",
                    "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384",
                    "-tls1_2",
                    "-brief"))
            .run("");
    return (outcome.stdout() + outcome.stderr())
        .lines()
        .filter(line -> line.startsWith("Ciphersuite: "))
        .map(line -> line.substring("Ciphersuite: ".length()))
        .findFirst()
        .orElse("no connection");
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }
}
