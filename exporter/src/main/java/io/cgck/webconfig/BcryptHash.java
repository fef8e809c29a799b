package io.cgck.webconfig;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.cgck.match.Parsed;
import java.nio.charset.StandardCharsets;

/** A password as bcrypt keeps it, for example {@code $2y$10$…}. */
final class BcryptHash {
  static final String EXPECTED =
      "a password's bcrypt hash, as htpasswd -nBC 10 \"\" | tr -d ':\\n' makes it";

  private static final Pattern SYNTAX =
      Pattern.compile("\\$2[abxy]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");

  private static final int LEAST_COST = 4;
  private static final int HIGHEST_COST = 31;

  /** 53 characters of salt and hash that no password is known for. */
  private static final String NOBODY = "pX9GzwgKvGk4uKb8SgU8A.JTyvSIsBmNHXnkkxD7EG5zRD1rLMw3e";

  private final String text;
  private final int cost;

  private BcryptHash(String text, int cost) {
    this.text = text;
    this.cost = cost;
  }

  static Parsed<BcryptHash> parse(String text) {
    // The text may be a password that somebody forgot to hash: it is quoted nowhere.
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      return new Parsed.Bad<>("expected " + EXPECTED);
    }
    int cost = Integer.parseInt(parts.group(1));
    return cost < LEAST_COST || cost > HIGHEST_COST
        ? new Parsed.Bad<>(
            "expected a bcrypt cost from %d to %d, found %d"
                .formatted(LEAST_COST, HIGHEST_COST, cost))
        : new Parsed.Good<>(new BcryptHash(text, cost));
  }

  /** One for those who are unknown, which takes as long to find out. */
  static BcryptHash ofNobody(int cost) {
    return new BcryptHash("$2b$%02d$%s".formatted(cost, NOBODY), cost);
  }

  int cost() {
    return cost;
  }

  /** Takes long on purpose: each step of the cost doubles it. */
  boolean verify(byte[] password) {
    return BCrypt.verifyer(null, LongPasswordStrategies.none())
        .verify(password, text.getBytes(StandardCharsets.US_ASCII))
        .verified;
  }

  /** What tells it from others; a secret. */
  byte[] bytes() {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "a bcrypt hash of cost " + cost;
  }
}
