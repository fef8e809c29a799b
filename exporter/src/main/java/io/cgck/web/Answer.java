package io.cgck.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A whole response body and its type. Every response of the server goes through here. */
final class Answer {
  private static final String TEXT = "text/plain; charset=utf-8";

  private final int status;
  private final String contentType;
  private final ByteBuffer body;

  Answer(int status, String contentType, ByteBuffer body) {
    this.status = status;
    this.contentType = requireNonNull(contentType, "contentType is null");
    this.body = requireNonNull(body, "body is null");
  }

  /** One line for people. */
  static Answer text(int status, String line) {
    return new Answer(status, TEXT, UTF_8.encode(line + "\n"));
  }

  /** Jetty leaves the body out when the method is HEAD. */
  void send(Response response, Callback callback) {
    response.setStatus(status);
    response
        .getHeaders()
        .put(HttpHeader.CONTENT_TYPE, contentType)
        .put("X-Content-Type-Options", "nosniff")
        .put(HttpHeader.CONTENT_LENGTH, body.remaining());
    response.write(true, body.slice(), callback);
  }
}
