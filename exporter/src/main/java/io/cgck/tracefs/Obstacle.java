package io.cgck.tracefs;

import static java.util.Objects.requireNonNull;

/**
 * Why there are no events.
 *
 * @param sentence what is wrong and what to do, for the operator
 */
public record Obstacle(Reason reason, String sentence) {
  /** Value of the label {@code reason}. */
  public enum Reason {
    /** The configuration says so. */
    DISABLED("disabled"),
    /** It was not tried yet. */
    STARTING("starting"),
    NOT_MOUNTED("not_mounted"),
    NOT_PERMITTED("not_permitted"),
    READ_ONLY("read_only"),
    /** This kernel does not have it. */
    EVENT_MISSING("event_missing"),
    /** Somebody reads the instance, who is not done yet. */
    IN_USE("in_use"),
    /** The instance that somebody prepared lacks something. */
    NOT_PREPARED("not_prepared"),
    /** Somebody switched the events off, or removed the instance. */
    SWITCHED_OFF("switched_off"),
    /** PIDs of events mean nothing here. */
    PID_NAMESPACE("pid_namespace"),
    MALFORMED("malformed"),
    FAILED("failed");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  public Obstacle {
    requireNonNull(reason, "reason is null");
    requireNonNull(sentence, "sentence is null");
  }
}
