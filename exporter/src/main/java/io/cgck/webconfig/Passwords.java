package io.cgck.webconfig;

import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Finds out whether passwords are right, which takes long on purpose: one at a time, on a thread of
 * its own, and not again for what was found out before. Safe for use by several threads.
 */
public final class Passwords implements AutoCloseable {
  /** What came of a login. */
  public enum Verdict {
    RIGHT,
    WRONG,
    /** Too many others wait. */
    BUSY
  }

  private static final String MAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int KEPT = 128;

  private final SecretKeySpec key;
  private final FairQueue queue;

  /** Apart, so that no number of wrong ones displaces those who are known. */
  private final Map<ByteBuffer, Boolean> right = new Latest();

  private final Map<ByteBuffer, Boolean> wrong = new Latest();

  /**
   * Makes one without a memory.
   *
   * @param firstOfThread what its thread does first
   */
  public Passwords(Runnable firstOfThread) {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, MAC);
    this.queue = new FairQueue("password", firstOfThread);
  }

  /**
   * Whether somebody is who they say.
   *
   * @param client who asks, for all clients to get their turn
   */
  public CompletableFuture<Verdict> check(Users users, Login login, String client) {
    BcryptHash hash = users.hashOf(login.user());
    ByteBuffer question = question(login, hash);
    synchronized (this) {
      // Not containsKey, by which nobody counts as seen.
      if (right.get(question) != null) {
        return CompletableFuture.completedFuture(Verdict.RIGHT);
      }
      if (wrong.get(question) != null) {
        return CompletableFuture.completedFuture(Verdict.WRONG);
      }
    }
    CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    queue.add(
        client,
        () -> {
          try {
            verdict.complete(find(question, users, login, hash));
          } catch (Throwable e) {
            verdict.completeExceptionally(e);
          }
        },
        () -> verdict.complete(Verdict.BUSY));
    return verdict;
  }

  private Verdict find(ByteBuffer question, Users users, Login login, BcryptHash hash) {
    synchronized (this) {
      // Whoever waited longer may have asked the same.
      if (right.containsKey(question)) {
        return Verdict.RIGHT;
      }
    }
    // In this order: an unknown user is to cost what a known one does.
    boolean verified =
        hash.verify(login.password().getBytes(StandardCharsets.UTF_8)) && users.knows(login.user());
    if (!verified) {
      users.spendRest(hash);
    }
    synchronized (this) {
      (verified ? right : wrong).put(question, true);
    }
    return verified ? Verdict.RIGHT : Verdict.WRONG;
  }

  /** What the answer depends on, in a form that tells nobody the password. */
  private ByteBuffer question(Login login, BcryptHash hash) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      byte[] user = login.user().getBytes(StandardCharsets.UTF_8);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(user.length).flip());
      mac.update(user);
      // Always of the same length.
      mac.update(hash.bytes());
      return ByteBuffer.wrap(mac.doFinal(login.password().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + MAC, e);
    }
  }

  @Override
  public void close() {
    queue.close();
  }

  /** Forgets who was not seen for longest. */
  private static final class Latest extends LinkedHashMap<ByteBuffer, Boolean> {
    @Serial private static final long serialVersionUID = 1;

    Latest() {
      super(KEPT, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
      return size() > KEPT;
    }
  }
}
