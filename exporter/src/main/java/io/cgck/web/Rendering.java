package io.cgck.web;

import java.nio.ByteBuffer;

/** What became of a request for an exposition. */
sealed interface Rendering {
  record Rendered(ByteBuffer body) implements Rendering {}

  /** All turns are taken. */
  record Busy() implements Rendering {}

  record TooSlow() implements Rendering {}

  record Failed(Throwable cause) implements Rendering {}
}
