package io.cgck.webconfig;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Who may log in. */
public final class Users {
  private final Map<String, BcryptHash> hashes;
  private final BcryptHash ofNobody;

  /**
   * Makes them.
   *
   * @param hashes at least one, by user
   */
  Users(Map<String, BcryptHash> hashes) {
    this(hashes, BcryptHash::ofNobody);
  }

  /**
   * Makes them.
   *
   * @param hashes at least one, by user
   * @param ofNobody makes a hash of a cost for those who are unknown
   */
  Users(Map<String, BcryptHash> hashes, IntFunction<BcryptHash> ofNobody) {
    this.hashes = Map.copyOf(hashes);
    BcryptHash costliest =
        this.hashes.values().stream()
            .max(Comparator.comparingInt(BcryptHash::cost))
            .orElseThrow(() -> new IllegalArgumentException("no users"));
    this.ofNobody = ofNobody.apply(costliest.cost());
  }

  /** Of an unknown user that of nobody: no one is to learn by the time who is known. */
  BcryptHash hashOf(String user) {
    return Optional.ofNullable(hashes.get(user)).orElse(ofNobody);
  }

  /**
   * Takes as long as what the costliest hash takes longer than this one, so that a wrong password
   * tells nobody whether there is the user.
   */
  void spendRest(BcryptHash found) {
    // Each cost takes twice as long as the one before: all from this one on and the last are as
    // much.
    for (int cost = found.cost(); cost < ofNobody.cost(); cost++) {
      BcryptHash.ofNobody(cost).verify(new byte[0]);
    }
  }

  /**
   * Whether somebody is one of them. Who is not does not get in, whatever the hash of nobody says:
   * everybody can read it here, and somebody may know a password for it.
   */
  boolean knows(String user) {
    return hashes.containsKey(user);
  }

  @Override
  public String toString() {
    return hashes.size() + " users";
  }
}
