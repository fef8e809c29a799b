package io.cgck.tracefs;

import java.io.Serial;

/** There are no events to be had. */
public final class TracefsException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final transient Obstacle obstacle;

  TracefsException(Obstacle.Reason reason, String sentence) {
    super(sentence);
    this.obstacle = new Obstacle(reason, sentence);
  }

  public Obstacle obstacle() {
    return obstacle;
  }
}
