package io.cgck.web;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;

/** A path, what may be done with it, and who does it. */
record Route(String path, List<HttpMethod> methods, Handler handler) {
  Route {
    requireNonNull(path, "path is null");
    methods = List.copyOf(methods);
    requireNonNull(handler, "handler is null");
  }

  static Route get(String path, Handler handler) {
    return new Route(path, List.of(HttpMethod.GET, HttpMethod.HEAD), handler);
  }

  static Route post(String path, Handler handler) {
    return new Route(path, List.of(HttpMethod.POST), handler);
  }

  boolean allows(String method) {
    return methods.stream().anyMatch(allowed -> allowed.is(method));
  }

  /** The value of the header {@code Allow}. */
  String allow() {
    return String.join(", ", methods.stream().map(HttpMethod::asString).toList());
  }
}
