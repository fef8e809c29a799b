package io.cgck.web;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.util.Callback;

/** How many answers are in memory at once: each is until its client has taken it. */
public final class Turns {
  private final Semaphore free;

  public Turns(int most) {
    this.free = new Semaphore(most);
  }

  /** Gives its turn back when the answer is sent, or cannot be; once, whatever happens. */
  private static final class Turn extends Callback.Nested {
    private final Semaphore free;
    private final AtomicBoolean over = new AtomicBoolean();

    Turn(Callback callback, Semaphore free) {
      super(callback);
      this.free = free;
    }

    @Override
    public void completed() {
      if (over.compareAndSet(false, true)) {
        free.release();
      }
    }
  }

  /**
   * Answers, unless too many answers are on their way.
   *
   * @param answer is given what it must complete
   * @return whether there was a turn
   */
  public boolean take(Callback callback, Consumer<Callback> answer) {
    if (!free.tryAcquire()) {
      return false;
    }
    Turn turn = new Turn(callback, free);
    try {
      answer.accept(turn);
    } catch (Throwable t) {
      turn.completed();
      throw t;
    }
    return true;
  }
}
