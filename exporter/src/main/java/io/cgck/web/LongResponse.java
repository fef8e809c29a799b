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
    request.getConnectionMetaData().setAttribute(MARK, MARK);
  }

  /** It has ended. */
  public static void end(Request request) {
    request.getConnectionMetaData().removeAttribute(MARK);
  }

  static boolean goesOn(Connection connection) {
    return connection instanceof ConnectionMetaData data && data.getAttribute(MARK) != null;
  }
}
