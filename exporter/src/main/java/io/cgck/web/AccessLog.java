package io.cgck.web;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for every request. No header of it is shown and of a query only that there is one, since
 * either can be a secret; what clients choose is shown with all that is not plain escaped.
 */
final class AccessLog implements RequestLog {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final int LONGEST = 200;

  @Override
  public void log(Request request, Response response) {
    Object user = request.getAttribute(Gate.USER);
    LOG.info(
        "{} {} {} {} {} {}B {}ms",
        client(request),
        user == null ? "-" : plain(user.toString()),
        plain(request.getMethod()),
        target(request),
        response.getStatus(),
        Response.getContentBytesWritten(response),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - request.getBeginNanoTime()));
  }

  private static String client(Request request) {
    SocketAddress address = request.getConnectionMetaData().getRemoteSocketAddress();
    return address instanceof InetSocketAddress internet
        ? internet.getAddress().getHostAddress()
        : "local";
  }

  private static String target(Request request) {
    String path = request.getHttpURI().getPath();
    return plain(path == null ? "-" : path) + (request.getHttpURI().getQuery() == null ? "" : "?…");
  }

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    int end = Math.min(text.length(), LONGEST);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c > ' ' && c < 0x7f && c != '\\' && c != '"') {
        plain.append(c);
      } else {
        plain.append("\\u%04x".formatted((int) c));
      }
    }
    return plain.append(end < text.length() ? "…" : "").toString();
  }
}
