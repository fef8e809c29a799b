package io.cgck.web;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The errors that Jetty itself answers: malformed requests, exceptions, a server that stops. Only
 * the status is told; messages may quote what the client sent.
 */
final class ErrorAnswers implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Answer.text(status, status + " " + HttpStatus.getMessage(status)).send(response, callback);
    return true;
  }
}
