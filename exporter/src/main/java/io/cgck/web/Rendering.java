package io.cgck.web;

import io.cgck.metrics.Body;

/** What became of a request for an exposition. */
sealed interface Rendering {
  record Rendered(Body body) implements Rendering {}

  /** All turns are taken. */
  record Busy() implements Rendering {}

  record TooSlow() implements Rendering {}

  record Failed(Throwable cause) implements Rendering {}
}
