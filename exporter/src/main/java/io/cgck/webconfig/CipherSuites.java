package io.cgck.webconfig;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Cipher suites by the names of the IANA, which are Go's and Java's, too: those that Go takes for
 * safe, in its order of preference.
 */
final class CipherSuites {
  private static final List<String> TLS_1_3 =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  private static final List<String> UP_TO_TLS_1_2 =
      List.of(
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
          "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
          "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
          "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");

  /** One of them RFC 9113, section 9.2.2, asks for. */
  static final List<String> OF_HTTP2 =
      List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");

  static final List<String> ALL = Stream.concat(TLS_1_3.stream(), UP_TO_TLS_1_2.stream()).toList();

  private CipherSuites() {}

  /**
   * What is on with a list of the file. It counts up to TLS 1.2; those of TLS 1.3 are always on.
   */
  static List<String> enabled(Optional<List<String>> configured) {
    return Stream.concat(
            TLS_1_3.stream(),
            configured.orElse(UP_TO_TLS_1_2).stream().filter(UP_TO_TLS_1_2::contains))
        .distinct()
        .toList();
  }
}
