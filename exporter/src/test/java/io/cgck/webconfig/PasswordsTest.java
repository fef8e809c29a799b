package io.cgck.webconfig;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.cgck.match.Parsed;
import io.cgck.webconfig.Passwords.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  /** Cheap enough to try many, and dear enough to tell it from what is remembered. */
  private static final int COST = 8;

  private final Passwords passwords = new Passwords(() -> {});
  private final Users users = new Users(Map.of("alice", hash("correct horse")));

  @AfterEach
  void close() {
    passwords.close();
  }

  @Test
  void rightAndWrong() throws Exception {
    assertThat(check("alice", "correct horse")).isEqualTo(Verdict.RIGHT);
    assertThat(check("alice", "correct horse ")).isEqualTo(Verdict.WRONG);
    assertThat(check("alice", "")).isEqualTo(Verdict.WRONG);
    assertThat(check("Alice", "correct horse")).isEqualTo(Verdict.WRONG);
    assertThat(check("", "")).isEqualTo(Verdict.WRONG);
    assertThat(check("alice", "correct horse")).isEqualTo(Verdict.RIGHT);
  }

  @Test
  void whoIsUnknownDoesNotGetInByThePasswordOfNobody() throws Exception {
    BcryptHash nobody = hash("nobody's password");
    Users known = new Users(Map.of("alice", hash("correct horse")), cost -> nobody);

    assertThat(check(known, "mallory", "nobody's password")).isEqualTo(Verdict.WRONG);
    assertThat(check(known, "mallory", "nobody's password")).as("again").isEqualTo(Verdict.WRONG);
    assertThat(check(known, "alice", "correct horse")).isEqualTo(Verdict.RIGHT);
  }

  @Test
  void whatWasFoundOutIsKnownAtOnce() throws Exception {
    check("alice", "correct horse");
    check("alice", "wrong");

    assertThat(passwords.check(users, new Login("alice", "correct horse"), "a")).isDone();
    assertThat(passwords.check(users, new Login("alice", "wrong"), "a")).isDone();
    assertThat(passwords.check(users, new Login("alice", "other"), "a")).isNotDone();
  }

  @Test
  void aChangedPasswordCountsAtOnce() throws Exception {
    check("alice", "correct horse");
    Users changed = new Users(Map.of("alice", hash("battery staple")));

    assertThat(
            passwords
                .check(changed, new Login("alice", "correct horse"), "a")
                .get(30, TimeUnit.SECONDS))
        .isEqualTo(Verdict.WRONG);
  }

  @Test
  void unknownUsersCostTheSame() {
    BcryptHash known = users.hashOf("alice");
    BcryptHash unknown = users.hashOf("mallory");

    assertThat(unknown.cost()).isEqualTo(known.cost());
    assertThat(BcryptHash.parse(new String(unknown.bytes(), StandardCharsets.US_ASCII)))
        .isInstanceOf(Parsed.Good.class);
    // That it is not refused before it is computed: only time can tell.
    long begin = System.nanoTime();
    unknown.verify(new byte[] {'x'});
    long ofUnknown = System.nanoTime() - begin;
    begin = System.nanoTime();
    known.verify(new byte[] {'x'});
    long ofKnown = System.nanoTime() - begin;
    assertThat((double) ofUnknown).isGreaterThan(ofKnown / 10.0);
  }

  @Test
  void aWrongPasswordOfACheapUserCostsWhatAnUnknownOneDoes() throws Exception {
    Users mixed =
        new Users(Map.of("cheap", parsed(bcrypt(4, "a")), "dear", parsed(bcrypt(12, "b"))));
    check(mixed, "nobody", "first");
    long begin = System.nanoTime();
    check(mixed, "nobody", "wrong");
    long ofUnknown = System.nanoTime() - begin;
    begin = System.nanoTime();
    check(mixed, "cheap", "wrong");
    long ofKnown = System.nanoTime() - begin;

    // Without that it is a 256th.
    assertThat((double) ofKnown).isGreaterThan(ofUnknown / 8.0);
  }

  @Test
  void whoKeepsComingIsNotForgotten() throws Exception {
    Users cheap = new Users(Map.of("alice", parsed(bcrypt(4, "a")), "bob", parsed(bcrypt(4, "b"))));
    check(cheap, "alice", "wrong");
    for (int i = 0; i < 200; i++) {
      check(cheap, "bob", "wrong " + i);
      assertThat(passwords.check(cheap, new Login("alice", "wrong"), "a")).isDone();
    }
  }

  @Test
  void manyWrongOnesDoNotDisplaceWhoIsKnown() throws Exception {
    Users cheap = new Users(Map.of("alice", parsed(bcrypt(4, "correct horse"))));
    assertThat(check(cheap, "alice", "correct horse")).isEqualTo(Verdict.RIGHT);
    for (int i = 0; i < 300; i++) {
      assertThat(check(cheap, "alice", "wrong " + i)).isEqualTo(Verdict.WRONG);
    }

    assertThat(passwords.check(cheap, new Login("alice", "correct horse"), "a")).isDone();
  }

  @Test
  void whoBringsMuchWaitsAndNobodyElseDoes() throws Exception {
    for (int i = 0; i < 40; i++) {
      var _ = passwords.check(users, new Login("alice", "guess " + i), "attacker");
    }
    CompletableFuture<Verdict> last =
        passwords.check(users, new Login("alice", "last guess"), "attacker");
    CompletableFuture<Verdict> scraper =
        passwords.check(users, new Login("alice", "correct horse"), "scraper");

    assertThat(scraper.get(30, TimeUnit.SECONDS)).isEqualTo(Verdict.RIGHT);
    assertThat(last).isNotDone();
  }

  @Test
  void whereAllPlacesAreTakenWhoHasMostGivesWay() throws Exception {
    CompletableFuture<Verdict> last = CompletableFuture.completedFuture(Verdict.WRONG);
    for (int i = 0; i < 64; i++) {
      last = passwords.check(users, new Login("alice", "guess " + i), "attacker");
    }
    for (int i = 0; last.isDone() || i < 2; i++) {
      last = passwords.check(users, new Login("alice", "more " + i), "attacker");
      if (last.isDone()) {
        assertThat(last.get()).isEqualTo(Verdict.BUSY);
        break;
      }
    }
    assertThat(
            passwords
                .check(users, new Login("alice", "correct horse"), "scraper")
                .get(30, TimeUnit.SECONDS))
        .isEqualTo(Verdict.RIGHT);
  }

  /** Made by htpasswd (2y), Python's bcrypt (2b) and PHP of old (2a). */
  @ParameterizedTest
  @ValueSource(strings = {"$2a$", "$2b$", "$2y$"})
  void versionsOfBcrypt(String version) throws Exception {
    String text = version + bcrypt(4, "pass").substring(4);

    assertThat(check(new Users(Map.of("alice", parsed(text))), "alice", "pass"))
        .isEqualTo(Verdict.RIGHT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "$2y$10$tooshort",
        "$2y$03$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG",
        "$2y$32$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG",
        "$1$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG"
      })
  void whatIsNoHash(String text) {
    assertThat(BcryptHash.parse(text)).isInstanceOf(Parsed.Bad.class);
  }

  @ParameterizedTest
  @CsvSource({"Basic,true", "basic,true", "BASIC,true", "Bearer,false", "Basi,false"})
  void schemesOfLogins(String scheme, boolean understood) {
    String credentials =
        Base64.getEncoder().encodeToString("alice:a:b".getBytes(StandardCharsets.UTF_8));

    assertThat(Login.parse(scheme + " " + credentials).isPresent()).isEqualTo(understood);
    if (understood) {
      assertThat(Login.parse(scheme + " " + credentials)).contains(new Login("alice", "a:b"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Basic", "Basic ", "Basic !", "Basic YWxpY2U=", "Basic YWxpY2U6YQ==="})
  void malformedLogins(String header) {
    assertThat(Login.parse(header)).isEmpty();
  }

  @Test
  void loginsShowNoPassword() {
    assertThat(new Login("alice", "secret")).hasToString("alice");
  }

  private Verdict check(String user, String password) throws Exception {
    return check(users, user, password);
  }

  private Verdict check(Users of, String user, String password) throws Exception {
    return passwords.check(of, new Login(user, password), "a").get(30, TimeUnit.SECONDS);
  }

  static BcryptHash hash(String password) {
    return parsed(bcrypt(COST, password));
  }

  static String bcrypt(int cost, String password) {
    return BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(cost, password.toCharArray());
  }

  private static BcryptHash parsed(String text) {
    return ((Parsed.Good<BcryptHash>) BcryptHash.parse(text)).value();
  }
}
