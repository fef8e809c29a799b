package io.cgck.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.cgck.metrics.Body;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;
import org.jspecify.annotations.Nullable;

/**
 * A whole response body and its type. What is a stream, and what Jetty refuses, does not go through
 * here.
 */
public final class Answer {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final int RETRY_AFTER_SECONDS = 1;

  private final int status;
  private final String contentType;
  private final Body body;

  Answer(int status, String contentType, ByteBuffer body) {
    this(status, contentType, Body.of(List.of(body)));
  }

  Answer(int status, String contentType, Body body) {
    this.status = status;
    this.contentType = requireNonNull(contentType, "contentType is null");
    this.body = requireNonNull(body, "body is null");
  }

  /** One line for people. */
  public static Answer text(int status, String line) {
    return new Answer(status, TEXT, UTF_8.encode(line + "\n"));
  }

  /** One line for people, who can ask again soon. */
  public static Answer tryLater(int status, String line, Response response) {
    response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
    return text(status, line);
  }

  /** Jetty leaves the body out when the method is HEAD. */
  public void send(Response response, Callback callback) {
    response.setStatus(status);
    response
        .getHeaders()
        .put(HttpHeader.CONTENT_TYPE, contentType)
        .put(HttpHeader.CONTENT_LENGTH, body.length());
    SecurityHeaders.addMissing(response.getHeaders());
    new Sending(body.parts(), response, callback).iterate();
  }

  /** Sends part by part; a slow client keeps one of them waiting, and no thread. */
  private static final class Sending extends IteratingNestedCallback {
    private final Body.Parts parts;
    private final Response response;
    private boolean last;

    Sending(Body.Parts parts, Response response, Callback callback) {
      super(callback);
      this.parts = parts;
      this.response = response;
    }

    /** To make a part can take a while: not on the thread that serves all connections. */
    @Override
    public InvocationType getInvocationType() {
      return InvocationType.BLOCKING;
    }

    @Override
    protected Action process() {
      if (last) {
        return Action.SUCCEEDED;
      }
      ByteBuffer part = parts.hasNext() ? parts.next().slice() : BufferUtil.EMPTY_BUFFER;
      last = !parts.hasNext();
      response.write(last, part, this);
      return Action.SCHEDULED;
    }

    @Override
    protected void onCompleted(@Nullable Throwable cause) {
      super.onCompleted(cause);
      parts.close();
    }
  }
}
