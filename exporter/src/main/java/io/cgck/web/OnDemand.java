package io.cgck.web;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Makes a handler when it is asked for the first time, so that the start does not wait for it. */
public final class OnDemand implements CostlyHandler {
  private final Supplier<? extends CostlyHandler> maker;
  private volatile @Nullable CostlyHandler made;

  /**
   * Makes one.
   *
   * @param maker called once, by whoever asks first
   */
  public OnDemand(Supplier<? extends CostlyHandler> maker) {
    this.maker = requireNonNull(maker, "maker is null");
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return handler().handle(request, response, callback);
  }

  @Override
  public void refuse(Request request, Response response, Callback callback) {
    handler().refuse(request, response, callback);
  }

  private CostlyHandler handler() {
    CostlyHandler handler = made;
    return handler == null ? make() : handler;
  }

  private synchronized CostlyHandler make() {
    CostlyHandler handler = made;
    if (handler == null) {
      handler = maker.get();
      made = handler;
    }
    return handler;
  }
}
