package io.cgck.webconfig;

import java.util.Arrays;
import java.util.Optional;

/** What becomes of certificates of clients, by Go's names. */
enum ClientAuth {
  NONE("NoClientCert", false, false, false),
  REQUEST("RequestClientCert", true, false, false),
  REQUIRE("RequireAnyClientCert", true, true, false),
  VERIFY_IF_GIVEN("VerifyClientCertIfGiven", true, false, true),
  REQUIRE_AND_VERIFY("RequireAndVerifyClientCert", true, true, true);

  /** A name of old, which the toolkit keeps on taking. */
  private static final String OLD_REQUIRE = "RequireClientCert";

  private final String goName;
  private final boolean asks;
  private final boolean insists;
  private final boolean verifies;

  ClientAuth(String goName, boolean asks, boolean insists, boolean verifies) {
    this.goName = goName;
    this.asks = asks;
    this.insists = insists;
    this.verifies = verifies;
  }

  static Optional<ClientAuth> of(String name) {
    String current = name.equals(OLD_REQUIRE) ? REQUIRE.goName : name;
    return Arrays.stream(values()).filter(one -> one.goName.equals(current)).findFirst();
  }

  String goName() {
    return goName;
  }

  boolean asks() {
    return asks;
  }

  boolean insists() {
    return insists;
  }

  boolean verifies() {
    return verifies;
  }
}
