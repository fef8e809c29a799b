package io.cgck.web;

import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /-/reload}: reads the configuration again, one request at a time. */
final class ReloadHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadHandler.class);

  private final boolean enabled;
  private final ReloadAction action;
  private final Semaphore turn = new Semaphore(1);

  ReloadHandler(boolean enabled, ReloadAction action) {
    this.enabled = enabled;
    this.action = action;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    answer(response).send(response, callback);
    return true;
  }

  private Answer answer(Response response) {
    if (!enabled) {
      return Answer.text(
          HttpStatus.FORBIDDEN_403,
          "reloading over HTTP is not enabled: start with --web.enable-lifecycle");
    }
    if (!turn.tryAcquire()) {
      return Answer.tryLater(
          HttpStatus.SERVICE_UNAVAILABLE_503, "another reload is running", response);
    }
    try {
      return answer(action.reload());
    } catch (RuntimeException e) {
      LOG.error("reload failed", e);
      return Answer.text(HttpStatus.INTERNAL_SERVER_ERROR_500, "reload failed; the log says why");
    } finally {
      turn.release();
    }
  }

  private static Answer answer(ReloadResult result) {
    return switch (result) {
      case ReloadResult.Reloaded() -> Answer.text(HttpStatus.OK_200, "reloaded");
      case ReloadResult.Failed(String message) ->
          Answer.text(HttpStatus.INTERNAL_SERVER_ERROR_500, "reload failed: " + message);
      case ReloadResult.NotConfigured() ->
          Answer.text(HttpStatus.CONFLICT_409, "nothing to reload: start with --config.file");
    };
  }
}
