package io.cgck.api;

import io.cgck.json.JsonOutput;
import java.util.function.Consumer;

/** What a request comes to. */
sealed interface Reply {
  /** An object with these fields. */
  record Fields(Consumer<JsonOutput> fields) implements Reply {}

  record Refused(Problem problem) implements Reply {}
}
