package io.cgck.web;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Headers that keep browsers from doing more with an answer than to show it. Who answers with
 * something else than plain data sets what it needs instead.
 */
public final class SecurityHeaders {
  private static final List<HttpField> DEFAULTS =
      List.of(
          new HttpField("X-Content-Type-Options", "nosniff"),
          new HttpField("X-Frame-Options", "DENY"),
          new HttpField("Referrer-Policy", "no-referrer"),
          new HttpField("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
          new HttpField(HttpHeader.CACHE_CONTROL, "no-store"));

  private SecurityHeaders() {}

  /** Adds those that are not set. */
  public static void addMissing(HttpFields.Mutable headers) {
    for (HttpField field : DEFAULTS) {
      if (!headers.contains(field.getName())) {
        headers.add(field);
      }
    }
  }
}
