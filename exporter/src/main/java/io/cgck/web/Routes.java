package io.cgck.web;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Exact paths. Every other path is 404, every other method 405. */
final class Routes extends Handler.AbstractContainer {
  private final Map<String, Route> byPath;

  Routes(List<Route> routes) {
    this.byPath = routes.stream().collect(Collectors.toMap(Route::path, Function.identity()));
    routes.forEach(route -> addBean(route.handler(), true));
  }

  @Override
  public List<Handler> getHandlers() {
    return byPath.values().stream().map(Route::handler).toList();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Route route = byPath.get(path(request));
    if (route == null) {
      Answer.text(HttpStatus.NOT_FOUND_404, "not found").send(response, callback);
      return true;
    }
    if (!route.allows(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, route.allow());
      Answer.text(HttpStatus.METHOD_NOT_ALLOWED_405, "use " + route.allow())
          .send(response, callback);
      return true;
    }
    return route.handler().handle(request, response, callback);
  }

  /**
   * The path as RFC 3986, section 6.2.2, compares it: needless percent-encoding and dot segments do
   * not make another resource. Path parameters do, but Jetty's canonical path is without them.
   */
  private static String path(Request request) {
    String path = request.getHttpURI().getPath();
    return path != null && path.indexOf(';') >= 0 ? path : Request.getPathInContext(request);
  }
}
