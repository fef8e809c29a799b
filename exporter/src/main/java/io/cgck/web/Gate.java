package io.cgck.web;

import io.cgck.webconfig.LiveWebConfig;
import io.cgck.webconfig.Login;
import io.cgck.webconfig.Passwords;
import io.cgck.webconfig.RateLimit;
import io.cgck.webconfig.TokenBucket;
import io.cgck.webconfig.Users;
import io.cgck.webconfig.WebConfig;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What the web configuration asks of every request, whatever its path, and gives every answer. */
final class Gate extends Handler.Wrapper {
  /** The request's attribute of who logged in, for the access log. */
  static final String USER = Gate.class.getName() + ".user";

  private static final String CHALLENGE = "Basic realm=\"cgck\", charset=\"UTF-8\"";

  private final LiveWebConfig config;
  private final Passwords passwords;
  private @Nullable TokenBucket bucket;

  /**
   * Makes one.
   *
   * @param firstOfThread what its thread does first
   */
  Gate(LiveWebConfig config, Runnable firstOfThread, Handler next) {
    super(next);
    this.config = config;
    this.passwords = new Passwords(firstOfThread);
  }

  @Override
  public boolean handle(Request request, Response plain, Callback callback) throws Exception {
    WebConfig now = config.current();
    if (!isWithinLimit(now.rateLimit())) {
      Answer.tryLater(
              HttpStatus.TOO_MANY_REQUESTS_429,
              "too many requests; see rate_limit of the web configuration",
              plain)
          .send(plain, callback);
      return true;
    }
    Response response =
        now.headers().isEmpty() ? plain : new ConfiguredHeaders(request, plain, now.headers());
    return now.users().isEmpty()
        ? super.handle(request, response, callback)
        : logIn(now.users().get(), request, response, callback);
  }

  private synchronized boolean isWithinLimit(Optional<RateLimit> limit) {
    if (limit.isEmpty()) {
      bucket = null;
      return true;
    }
    if (bucket == null || !bucket.limit().equals(limit.get())) {
      bucket = new TokenBucket(limit.get(), System::nanoTime);
    }
    return bucket.take();
  }

  private boolean logIn(Users users, Request request, Response response, Callback callback)
      throws Exception {
    Optional<Login> login =
        Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION))
            .flatMap(Login::parse);
    if (login.isEmpty()) {
      refuse(response, callback);
      return true;
    }
    CompletableFuture<Passwords.Verdict> verdict =
        passwords.check(users, login.get(), client(request));
    if (verdict.isDone()) {
      return answer(verdict.join(), login.get(), request, response, callback);
    }
    // Not on the thread that finds out passwords, which others wait for.
    verdict
        .thenAcceptAsync(
            found -> proceed(found, login.get(), request, response, callback),
            request.getComponents().getExecutor())
        .exceptionally(
            defect -> {
              Response.writeError(request, response, callback, defect);
              return null;
            });
    return true;
  }

  private void proceed(
      Passwords.Verdict verdict,
      Login login,
      Request request,
      Response response,
      Callback callback) {
    try {
      if (!answer(verdict, login, request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Exception e) {
      Response.writeError(request, response, callback, e);
    }
  }

  private boolean answer(
      Passwords.Verdict verdict, Login login, Request request, Response response, Callback callback)
      throws Exception {
    return switch (verdict) {
      case RIGHT -> {
        request.setAttribute(USER, login.user());
        yield super.handle(request, response, callback);
      }
      case WRONG -> {
        refuse(response, callback);
        yield true;
      }
      case BUSY -> {
        Answer.tryLater(HttpStatus.SERVICE_UNAVAILABLE_503, "too many log-ins at once", response)
            .send(response, callback);
        yield true;
      }
    };
  }

  private static void refuse(Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, CHALLENGE);
    Answer.text(HttpStatus.UNAUTHORIZED_401, "log in with a user of basic_auth_users")
        .send(response, callback);
  }

  /** Whoever comes from one host takes turns as one. */
  private static String client(Request request) {
    SocketAddress address = request.getConnectionMetaData().getRemoteSocketAddress();
    return address instanceof InetSocketAddress internet
        ? String.valueOf(internet.getAddress())
        : "local";
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    passwords.close();
  }
}
