package io.cgck.web;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Makes a handler when it is asked for the first time, so that the start does not wait for it. */
public final class OnDemand implements Request.Handler {
  private final Supplier<Request.Handler> maker;
  private volatile Request.@Nullable Handler made;

  /**
   * Makes one.
   *
   * @param maker called once, by whoever asks first
   */
  public OnDemand(Supplier<Request.Handler> maker) {
    this.maker = requireNonNull(maker, "maker is null");
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Request.Handler handler = made;
    return (handler == null ? make() : handler).handle(request, response, callback);
  }

  private synchronized Request.Handler make() {
    Request.Handler handler = made;
    if (handler == null) {
      handler = maker.get();
      made = handler;
    }
    return handler;
  }
}
