package io.cgck.webconfig;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** A user's name and password, as RFC 7617 brings them. Shows only the name. */
public record Login(String user, String password) {
  private static final String SCHEME = "basic ";

  public Login {
    requireNonNull(user, "user is null");
    requireNonNull(password, "password is null");
  }

  /** What a header {@code Authorization} says; empty if it is of another scheme, or malformed. */
  public static Optional<Login> parse(String header) {
    if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
      String both = new String(bytes, StandardCharsets.UTF_8);
      int colon = both.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(new Login(both.substring(0, colon), both.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return user;
  }
}
