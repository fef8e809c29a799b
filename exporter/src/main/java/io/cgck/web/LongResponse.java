package io.cgck.web;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;

/**
 * Marks connections on which a response goes on for as long as both sides want: they are not cut
 * for never ending it. Whoever begins one sees to it that it does not stall.
 */
public final class LongResponse {
  private static final String MARK = LongResponse.class.getName();

  private LongResponse() {}

  /** The response to this request is long. */
  public static void begin(Request request) {
    add(request, 1);
  }

  /** It has ended. */
  public static void end(Request request) {
    add(request, -1);
  }

  /** With HTTP/2 a connection may have several. */
  private static void add(Request request, int more) {
    ConnectionMetaData data = request.getConnectionMetaData();
    synchronized (data) {
      data.setAttribute(MARK, count(data) + more);
    }
  }

  private static int count(ConnectionMetaData data) {
    return data.getAttribute(MARK) instanceof Integer known ? known : 0;
  }

  static boolean goesOn(Connection connection) {
    return connection instanceof ConnectionMetaData data && count(data) > 0;
  }
}
