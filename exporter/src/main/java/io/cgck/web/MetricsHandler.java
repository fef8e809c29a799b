package io.cgck.web;

import io.cgck.metrics.ContentCoding;
import io.cgck.metrics.ExpositionFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The telemetry path: the exposition in the format the client prefers. */
final class MetricsHandler extends Handler.Abstract.NonBlocking {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsHandler.class);
  private static final String NAME_FILTER = "name[]";
  private static final String VARY = "Accept-Encoding, Accept";

  /** Answers of which nobody else has a part, and which clients can keep by not reading them. */
  private static final int FILTERED = 8;

  private final CompletionStage<Void> begun;
  private final Renderer renderer;
  private final AtomicBoolean failing = new AtomicBoolean();
  private final Turns filtered = new Turns(FILTERED);

  /**
   * Makes one.
   *
   * @param begun until this ends, whoever asks waits
   */
  MetricsHandler(CompletionStage<Void> begun, Renderer renderer) {
    this.begun = begun;
    this.renderer = renderer;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    ExpositionFormat format = ExpositionFormat.negotiate(Document.all(request, HttpHeader.ACCEPT));
    ContentCoding coding =
        ContentCoding.negotiate(Document.all(request, HttpHeader.ACCEPT_ENCODING));
    response.getHeaders().put(HttpHeader.VARY, VARY);
    Set<String> names = names(request);
    if (names.isEmpty()) {
      answer(format, coding, names, request, response, callback);
    } else if (!filtered.take(
        callback, turn -> answer(format, coding, names, request, response, turn))) {
      tryLater("too many scrapes with name[] at once", response).send(response, callback);
    }
    return true;
  }

  private void answer(
      ExpositionFormat format,
      ContentCoding coding,
      Set<String> names,
      Request request,
      Response response,
      Callback callback) {
    CompletionStage<Rendering> rendering =
        begun.thenCompose(now -> renderer.render(format, coding, names));
    rendering
        .thenAcceptAsync(
            result -> answer(format, coding, result, response).send(response, callback),
            request.getComponents().getExecutor())
        .exceptionally(
            defect -> {
              callback.failed(defect);
              return null;
            });
  }

  private static Set<String> names(Request request) {
    return new LinkedHashSet<>(
        Request.extractQueryParameters(request).getValuesOrEmpty(NAME_FILTER));
  }

  private Answer answer(
      ExpositionFormat format, ContentCoding coding, Rendering rendering, Response response) {
    if (rendering instanceof Rendering.Rendered(var body)) {
      if (failing.getAndSet(false)) {
        LOG.info("metrics can be rendered again");
      }
      coding
          .contentEncoding()
          .ifPresent(name -> response.getHeaders().put(HttpHeader.CONTENT_ENCODING, name));
      return new Answer(HttpStatus.OK_200, format.contentType(), body);
    }
    return switch (rendering) {
      case Rendering.Rendered rendered -> throw new IllegalStateException("was answered above");
      case Rendering.Failed(Throwable cause) -> {
        // Once for a row of failures: scrapers come again and again.
        if (!failing.getAndSet(true)) {
          LOG.error("metrics cannot be rendered", cause);
        }
        yield Answer.text(
            HttpStatus.INTERNAL_SERVER_ERROR_500, "metrics cannot be rendered; the log says why");
      }
      case Rendering.Busy() -> tryLater("too many scrapes at once", response);
      case Rendering.TooSlow() -> tryLater("rendering the metrics takes too long", response);
    };
  }

  private static Answer tryLater(String reason, Response response) {
    return Answer.tryLater(HttpStatus.SERVICE_UNAVAILABLE_503, reason, response);
  }
}
