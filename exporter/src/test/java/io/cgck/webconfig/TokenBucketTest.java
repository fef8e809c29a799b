package io.cgck.webconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);

  @Test
  void aBurstAndThenOneForEachInterval() {
    TokenBucket bucket = bucket(3);
    assertThat(taken(bucket, 10)).isEqualTo(3);

    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(taken(bucket, 10)).isEqualTo(1);

    now.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(taken(bucket, 10)).isEqualTo(3);
  }

  @Test
  void partsOfAnIntervalAddUp() {
    TokenBucket bucket = bucket(1);
    assertThat(bucket.take()).isTrue();

    now.addAndGet(Duration.ofMillis(600).toNanos());
    assertThat(bucket.take()).isFalse();
    now.addAndGet(Duration.ofMillis(600).toNanos());
    assertThat(bucket.take()).isTrue();
  }

  @Test
  void withoutABurstNobodyGetsThrough() {
    TokenBucket bucket = bucket(0);
    now.addAndGet(Duration.ofHours(1).toNanos());

    assertThat(bucket.take()).isFalse();
  }

  private TokenBucket bucket(int burst) {
    return new TokenBucket(new RateLimit(Duration.ofSeconds(1), burst), now::get);
  }

  private static int taken(TokenBucket bucket, int asked) {
    int taken = 0;
    for (int i = 0; i < asked; i++) {
      taken += bucket.take() ? 1 : 0;
    }
    return taken;
  }
}
