package io.cgck.web;

import java.util.Comparator;
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
import org.jspecify.annotations.Nullable;

/** Exact paths, then the longest prefix. Every other path is 404, every other method 405. */
final class Routes extends Handler.AbstractContainer {
  private final Map<String, Route> byPath;
  private final List<Route> prefixes;
  private final List<Handler> handlers;
  private final CostlyThreads threads;

  Routes(List<Route> routes, CostlyThreads threads) {
    this.threads = threads;
    this.byPath =
        routes.stream()
            .filter(route -> !route.below())
            .collect(Collectors.toMap(Route::path, Function.identity()));
    this.prefixes =
        routes.stream()
            .filter(Route::below)
            .sorted(Comparator.comparingInt(route -> -route.path().length()))
            .toList();
    this.handlers =
        routes.stream()
            .map(Route::handler)
            .filter(Handler.class::isInstance)
            .map(Handler.class::cast)
            .toList();
    handlers.forEach(handler -> addBean(handler, true));
  }

  @Override
  public List<Handler> getHandlers() {
    return handlers;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Route route = find(request);
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
    if (route.handler() instanceof CostlyHandler costly) {
      threads.handle(costly, request, response, callback);
      return true;
    }
    return route.handler().handle(request, response, callback);
  }

  /**
   * Paths are compared as RFC 3986, section 6.2.2, says: needless percent-encoding and dot segments
   * do not make another resource. Path parameters do, but Jetty's canonical path is without them,
   * and no path here has any.
   */
  private @Nullable Route find(Request request) {
    String asked = request.getHttpURI().getPath();
    if (asked != null && asked.indexOf(';') >= 0) {
      return null;
    }
    String path = Request.getPathInContext(request);
    Route exact = byPath.get(path);
    if (exact != null) {
      return exact;
    }
    for (Route route : prefixes) {
      if (path.startsWith(route.path())) {
        return route;
      }
    }
    return null;
  }
}
