package io.cgck.webconfig;

/** Groups of a key exchange by the names that Go has for them, in its order of preference. */
enum Curve {
  X25519("X25519", "x25519"),
  P256("CurveP256", "secp256r1"),
  P384("CurveP384", "secp384r1"),
  P521("CurveP521", "secp521r1");

  private final String goName;
  private final String javaName;

  Curve(String goName, String javaName) {
    this.goName = goName;
    this.javaName = javaName;
  }

  String goName() {
    return goName;
  }

  String javaName() {
    return javaName;
  }
}
