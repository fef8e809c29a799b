package io.cgck.webconfig;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

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
    this.hashes = Map.copyOf(hashes);
    BcryptHash costliest =
        this.hashes.values().stream()
            .max(Comparator.comparingInt(BcryptHash::cost))
            .orElseThrow(() -> new IllegalArgumentException("no users"));
    this.ofNobody = BcryptHash.ofNobody(costliest.cost());
  }

  /** Of an unknown user one that no password fits: nobody is to learn by the time who is known. */
  BcryptHash hashOf(String user) {
    return Optional.ofNullable(hashes.get(user)).orElse(ofNobody);
  }

  @Override
  public String toString() {
    return hashes.size() + " users";
  }
}
