package io.cgck.web;

import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code /-/ready}: there is something to scrape. */
final class ReadyHandler extends Handler.Abstract {
  private final Supplier<Readiness> readiness;

  ReadyHandler(Supplier<Readiness> readiness) {
    this.readiness = readiness;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Answer answer =
        switch (readiness.get()) {
          case Readiness.Ready() -> Answer.text(HttpStatus.OK_200, "ready");
          case Readiness.NotReady(String reason) ->
              Answer.text(HttpStatus.SERVICE_UNAVAILABLE_503, "not ready: " + reason);
        };
    answer.send(response, callback);
    return true;
  }
}
