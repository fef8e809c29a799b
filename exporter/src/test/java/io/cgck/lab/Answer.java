package io.cgck.lab;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * An answer of the daemon's web server.
 *
 * @param text the body, unzipped if it came as gzip
 * @param headers all of them
 */
public record Answer(
    int status, String contentType, String contentEncoding, String text, HttpHeaders headers) {
  static Answer of(HttpResponse<byte[]> response) {
    String contentEncoding = response.headers().firstValue("Content-Encoding").orElse("");
    byte[] body = contentEncoding.equals("gzip") ? unzipped(response.body()) : response.body();
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        contentEncoding,
        new String(body, StandardCharsets.UTF_8),
        response.headers());
  }

  /** The first header of that name. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  private static byte[] unzipped(byte[] body) {
    try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return unzipped.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
