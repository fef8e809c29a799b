package io.cgck.web;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what takes long to make. The web server calls it on threads that it has for that only, so
 * that metrics never wait behind it.
 */
public interface CostlyHandler extends Request.Handler {
  /** Answers at once, with 503: too many wait already. */
  void refuse(Request request, Response response, Callback callback);
}
