package io.cgck.webconfig;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a web configuration file says.
 *
 * @param tls empty for plain HTTP
 * @param http2 whether it is offered, with TLS
 * @param headers of every answer; with an empty value one is left out that would be there
 * @param users empty if nobody has to log in
 */
public record WebConfig(
    Optional<Tls> tls,
    boolean http2,
    Map<String, String> headers,
    Optional<Users> users,
    Optional<RateLimit> rateLimit) {
  public WebConfig {
    requireNonNull(tls, "tls is null");
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    requireNonNull(users, "users is null");
    requireNonNull(rateLimit, "rateLimit is null");
  }

  static WebConfig defaults() {
    return new WebConfig(Optional.empty(), true, Map.of(), Optional.empty(), Optional.empty());
  }
}
