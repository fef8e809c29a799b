package io.cgck.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A whole response body and its type. Every response of the server goes through here. */
final class Answer {
  private static final String TEXT = "text/plain; charset=utf-8";

  private final int status;
  private final String contentType;
  private final List<ByteBuffer> parts;

  Answer(int status, String contentType, ByteBuffer body) {
    this(status, contentType, List.of(body));
  }

  /**
   * An answer.
   *
   * @param parts the body, piece by piece, at least one
   */
  Answer(int status, String contentType, List<ByteBuffer> parts) {
    this.status = status;
    this.contentType = requireNonNull(contentType, "contentType is null");
    this.parts = List.copyOf(parts);
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
        .put(HttpHeader.CONTENT_LENGTH, parts.stream().mapToLong(ByteBuffer::remaining).sum());
    write(0, response, callback);
  }

  private void write(int index, Response response, Callback callback) {
    ByteBuffer part = parts.get(index).slice();
    if (index == parts.size() - 1) {
      response.write(true, part, callback);
    } else {
      Callback next =
          Callback.from(
              callback.getInvocationType(),
              () -> write(index + 1, response, callback),
              callback::failed);
      response.write(false, part, next);
    }
  }
}
