package io.cgck.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns turns = new Turns(2);
  private final List<Callback> taken = new ArrayList<>();

  private boolean take() {
    return turns.take(Callback.NOOP, taken::add);
  }

  @Test
  void aTurnIsKeptUntilItsAnswerIsSentOrCannotBe() {
    assertThat(take()).isTrue();
    assertThat(take()).isTrue();
    assertThat(take()).isFalse();

    taken.get(0).succeeded();
    assertThat(take()).isTrue();
    taken.get(1).failed(new IllegalStateException("the client is gone"));
    assertThat(take()).isTrue();
    assertThat(take()).isFalse();
  }

  @Test
  void whatThrowsKeepsNoTurn() {
    for (int time = 0; time < 5; time++) {
      assertThatThrownBy(
              () ->
                  turns.take(
                      Callback.NOOP,
                      turn -> {
                        throw new AssertionError("broken");
                      }))
          .hasMessage("broken");
    }
    assertThat(take()).isTrue();
  }

  @Test
  void aTurnIsGivenBackOnce() {
    assertThatThrownBy(
            () ->
                turns.take(
                    Callback.NOOP,
                    turn -> {
                      turn.succeeded();
                      throw new AssertionError("broken");
                    }))
        .hasMessage("broken");

    assertThat(take()).isTrue();
    assertThat(take()).isTrue();
    assertThat(take()).isFalse();
  }
}
