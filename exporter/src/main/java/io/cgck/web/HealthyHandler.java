package io.cgck.web;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code /-/healthy}: the process answers. */
final class HealthyHandler extends Handler.Abstract.NonBlocking {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Answer.text(HttpStatus.OK_200, "healthy").send(response, callback);
    return true;
  }
}
