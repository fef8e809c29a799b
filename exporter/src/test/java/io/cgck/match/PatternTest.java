package io.cgck.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.model.CgroupPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternTest {
  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource({
    "/, /, true",
    "/, /a, false",
    "/a, /a, true",
    "/a, /a/b, false",
    "/a, /ab, false",
    "/a, /b/a, false",
    "/*, /, false",
    "/*, /a, true",
    "/*, /a/b, false",
    "/a/*/c, /a/b/c, true",
    "/a/*/c, /a/c, false",
    "/a/*/c, /a/b/b/c, false",
    "/a*, /a, true",
    "/a*, /ab, true",
    "/a*c, /abbc, true",
    "/a*c, /ab/c, false",
    "/a?, /ab, true",
    "/a?, /a, false",
    "/a?b, /a/b, false",
    "/a?, /a\uD83D\uDE00, true",
    "/**, /, true",
    "/**, /a/b/c, true",
    "/a/**, /a, true",
    "/a/**, /a/b, true",
    "/a/**, /a/b/c, true",
    "/a/**, /ab, false",
    "/a/**, /, false",
    "/**/c, /c, true",
    "/**/c, /a/b/c, true",
    "/**/c, /a/bc, false",
    "/a/**/c, /a/c, true",
    "/a/**/c, /a/b/b/c, true",
    "/a/**/**/c, /a/c, true",
    "/a/**/c/*, /a/b/c, false",
    "/a.c, /abc, false",
    "/a[b]{c}(d)^$|+, /a[b]{c}(d)^$|+, true",
    "/x\\x2dy.slice/*, /x\\x2dy.slice/z, true",
    "/A, /a, false"
  })
  void globOfSegments(String glob, String path, boolean matches) {
    GlobPattern pattern = good(GlobPattern.parse(glob));
    assertThat(pattern.matches(path)).isEqualTo(matches);
    assertThat(pattern.matches(new CgroupPath(path))).isEqualTo(matches);
    assertThat(pattern).hasToString(glob).isEqualTo(good(GlobPattern.parse(glob)));
  }

  /** What is not seen is not claimed. */
  @ParameterizedTest(name = "{0} within {1}: {2}")
  @CsvSource({
    "/a/b/**, /a/**, true",
    "/a/**, /a/**, true",
    "/a/**, /a/b/**, false",
    "/ab/**, /a/**, false",
    "/a, /a/**, true",
    "/a/*, /a/**, false",
    "/a/*/**, /a/**, false",
    "/a/b, /a/*, true",
    "/x, regex:/[xy], true",
    "regex:/[xy], /*, false"
  })
  void patternsWithinOthers(String narrow, String wide, boolean within) {
    assertThat(good(TextPattern.parsePath(narrow)).isWithin(good(TextPattern.parsePath(wide))))
        .isEqualTo(within);
  }

  @Test
  void aStarInASegmentMatchesLineBreaks() {
    assertThat(good(GlobPattern.parse("/a*/?")).matches("/a\n\nb/\n")).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "nginx.service | a path pattern begins with '/'; for any place in the tree write '/**/NAME'",
        "**/a | a path pattern begins with '/'; for any place in the tree write '/**/NAME'",
        "\"\" | a path pattern begins with '/'; for any place in the tree write '/**/NAME'",
        "/a/ | no path has an empty segment; remove the '/' that is too much",
        "//a | no path has an empty segment; remove the '/' that is too much",
        "/a** | '**' must be a whole segment, as in '/a/**'; write '*' here",
        "/*** | '**' must be a whole segment, as in '/a/**'; write '*' here"
      })
  void globThatCanNeverMatchIsRefused(String glob, String why) {
    assertThat(GlobPattern.parse(glob)).isEqualTo(new Parsed.Bad<>(why));
  }

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource({
    "nginx, nginx, true",
    "nginx, nginx2, false",
    "nginx, Nginx, false",
    "ngin?, nginx, true",
    "ngin?, ngin, false",
    "*/nginx *, /usr/sbin/nginx -g x/y, true",
    "a.c, abc, false",
    "a\\d, a\\d, true",
    "*, '', true",
    "(sd-pam), (sd-pam), true",
    "regex:ng.*x, nginx, true",
    "regex:ng, nginx, false",
    "regex:a|b, b, true",
    "regex:a|b, bc, false",
    "regex:(?i)nginx, NGINX, true"
  })
  void textPattern(String text, String value, boolean matches) {
    TextPattern pattern = good(TextPattern.parse(text));
    assertThat(pattern.matches(value)).isEqualTo(matches);
    assertThat(pattern).hasToString(text).isEqualTo(good(TextPattern.parse(text)));
  }

  @Test
  void wildcardsAndDotsMatchLineBreaks() {
    assertThat(good(TextPattern.parse("a*b?c")).matches("a\nb\nc")).isTrue();
    assertThat(good(TextPattern.parse("regex:a.*c")).matches("a\nb\nc")).isTrue();
  }

  @Test
  void pathsTakeRegularExpressionsToo() {
    TextPattern pattern = good(TextPattern.parsePath("regex:/a/(b|c)"));
    assertThat(pattern.matches("/a/c")).isTrue();
    assertThat(pattern.matches("/a/c/d")).isFalse();
    assertThat(good(TextPattern.parsePath("/a/*"))).isInstanceOf(GlobPattern.class);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "regex:(a | bad regular expression: missing closing ): (a",
        "regex:*a | bad regular expression: missing argument to repetition operator: *",
        "regex:[z-a] | bad regular expression: invalid character class range: z-a",
        "regex:(?=a) | bad regular expression: invalid or unsupported Perl syntax: (?="
            + " (RE2 has no lookaround and no backreferences)",
        "regex:a\\ | bad regular expression: trailing backslash at end of expression",
        "regex: | an empty regular expression matches only an empty text",
        "'' | an empty pattern matches nothing; leave it out",
        "regex:(((a{1000}){1000}){1000}) | the counted repetitions of this regular expression multiply to too much; use * or +"
      })
  void badTextPattern(String text, String why) {
    assertThat(TextPattern.parse(text)).isEqualTo(new Parsed.Bad<>(why));
  }

  @Test
  void longPatternsAreRefused() {
    String longText = "a".repeat(1001);
    assertThat(TextPattern.parse(longText))
        .isEqualTo(new Parsed.Bad<>("pattern longer than 1000 characters"));
    assertThat(TextPattern.parse("regex:" + longText))
        .isEqualTo(new Parsed.Bad<>("regular expression longer than 1000 characters"));
    assertThat(TextPattern.parsePath("/" + longText))
        .isEqualTo(new Parsed.Bad<>("pattern longer than 1000 characters"));
    good(TextPattern.parse("a".repeat(1000)));
    good(TextPattern.parse("regex:" + "(".repeat(499) + "a" + ")".repeat(499)));
  }

  /** Each would take a backtracking engine longer than the age of the universe. */
  @Test
  void hostilePatternsJustMatch() {
    String text = "a".repeat(5000);
    assertThat(good(TextPattern.parse("regex:(a+)+$")).matches(text)).isTrue();
    assertThat(good(TextPattern.parse("regex:(a+)+$")).matches(text + "b")).isFalse();
    assertThat(good(TextPattern.parse("a*".repeat(300) + "b")).matches(text)).isFalse();
    assertThat(good(GlobPattern.parse("/**/a".repeat(100))).matches("/a".repeat(1000) + "/b"))
        .isFalse();
  }

  private static <T> T good(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Good<T>(T value) -> value;
      case Parsed.Bad<T>(String why) -> throw new AssertionError(why);
    };
  }
}
