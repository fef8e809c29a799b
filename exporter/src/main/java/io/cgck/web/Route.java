package io.cgck.web;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/**
 * A path, what may be done with it, and who does it.
 *
 * @param path an exact one, or a prefix that ends with a slash
 * @param below whether all paths that begin so are meant, and none else
 * @param methods empty if the handler judges them itself
 */
public record Route(String path, boolean below, List<HttpMethod> methods, Request.Handler handler) {
  public Route {
    requireNonNull(path, "path is null");
    if (below && !path.endsWith("/")) {
      throw new IllegalArgumentException("a prefix ends with a slash: " + path);
    }
    methods = List.copyOf(methods);
    requireNonNull(handler, "handler is null");
  }

  /** An exact path that can be got. */
  public static Route get(String path, Request.Handler handler) {
    return new Route(path, false, List.of(HttpMethod.GET, HttpMethod.HEAD), handler);
  }

  static Route post(String path, Request.Handler handler) {
    return new Route(path, false, List.of(HttpMethod.POST), handler);
  }

  /**
   * All paths below a prefix and all methods, unless an exact path or a longer prefix is known.
   *
   * @param prefix ends with a slash
   */
  public static Route anyBelow(String prefix, Request.Handler handler) {
    return new Route(prefix, true, List.of(), handler);
  }

  boolean allows(String method) {
    return methods.isEmpty() || methods.stream().anyMatch(allowed -> allowed.is(method));
  }

  /** The value of the header {@code Allow}. */
  String allow() {
    return String.join(", ", methods.stream().map(HttpMethod::asString).toList());
  }
}
