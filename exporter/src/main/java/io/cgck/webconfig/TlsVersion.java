package io.cgck.webconfig;

/** Versions of TLS by the names of the file, from old to new. */
enum TlsVersion {
  TLS10("TLSv1"),
  TLS11("TLSv1.1"),
  TLS12("TLSv1.2"),
  TLS13("TLSv1.3");

  private final String javaName;

  TlsVersion(String javaName) {
    this.javaName = javaName;
  }

  String javaName() {
    return javaName;
  }
}
