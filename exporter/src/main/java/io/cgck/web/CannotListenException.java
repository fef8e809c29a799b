package io.cgck.web;

import java.io.Serial;

/** No socket could be opened where the user wants one. The message is one sentence for the user. */
public final class CannotListenException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  CannotListenException(ListenAddress address, String reason, Throwable cause) {
    super(
        "cannot listen on %s: %s; choose another with --web.listen-address"
            .formatted(address, reason),
        cause);
  }
}
