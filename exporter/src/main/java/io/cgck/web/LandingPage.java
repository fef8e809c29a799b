package io.cgck.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code /}: what this is and where to go. */
final class LandingPage extends Handler.Abstract.NonBlocking {
  private static final String POLICY =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private final Answer answer;

  LandingPage(String version, String telemetryPath) {
    this.answer =
        new Answer(
            HttpStatus.OK_200,
            "text/html; charset=utf-8",
            UTF_8.encode(page(escape(version), escape(telemetryPath))));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put("Content-Security-Policy", POLICY);
    answer.send(response, callback);
    return true;
  }

  private static String page(String version, String telemetryPath) {
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>cgck</title>
      </head>
      <body>
      <h1>cgck</h1>
      <p>Which cgroup and which namespaces every process of this machine is in. \
      Version: %s</p>
      <ul>
      <li><a href="%2$s">%2$s</a>: the metrics, for Prometheus.</li>
      <li><a href="/-/healthy">/-/healthy</a>: whether this exporter answers.</li>
      <li><a href="/-/ready">/-/ready</a>: whether it has scanned the processes.</li>
      </ul>
      </body>
      </html>
      """
        .formatted(version, telemetryPath);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
