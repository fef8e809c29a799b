package io.cgck.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cgck.property.Property;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupPathTest {
  /** Few names, so that random paths often have a beginning in common. */
  private static final List<String> NAMES =
      List.of("a", "ab", "b", "..x", "...", "a b", "a:b", "x\\y", "é", "z (deleted)");

  /** What Linux 6.18 writes for a process at the path in a namespace with the root. */
  @ParameterizedTest
  @CsvSource({
    "/et/sub, /et/sub, /",
    "/et/sub/inner, /et/sub, /inner",
    "/et/sub, /et/sub/inner, /..",
    "/et/sib, /et/sub, /../sib",
    "/, /et/sub, /../..",
    "/, /, /",
    "/et/sub, /, /et/sub",
    "/lab/ct1, /lab/ct1, /",
    "/freezer/sub2, /freezer/sub, /../sub2",
    "/lxc.monitor.c3, /lxc.payload.c3, /../lxc.monitor.c3",
    "/a/b/c, /d/e, /../../a/b/c",
    "/a/b/c/d, /a/b/x/y, /../../c/d",
    "/a/..x, /a, /..x",
  })
  void isSeenAsTheKernelWritesIt(String path, String root, String seen) {
    assertThat(new CgroupPath(path).seenFrom(new CgroupPath(root))).isEqualTo(seen);
  }

  @Test
  void pathSeenLeadsFromTheRootBackToThePath() {
    Property.holds(
        20_000,
        random -> {
          CgroupPath root = random(random);
          CgroupPath path = random(random);
          assertThat(resolve(path.seenFrom(root), root))
              .as("%s seen from %s is %s", path, root, path.seenFrom(root))
              .isEqualTo(path);
        });
  }

  @Test
  void onlyPathsOutsideClimb() {
    Property.holds(
        20_000,
        random -> {
          CgroupPath root = random(random);
          CgroupPath path = random(random);
          String seen = path.seenFrom(root);
          boolean climbs = seen.equals("/..") || seen.startsWith("/../");
          assertThat(path.isInside(root)).as("%s in %s: %s", path, root, seen).isEqualTo(!climbs);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "/a, /a, true",
    "/a/b, /a, true",
    "/ab, /a, false",
    "/a, /ab, false",
    "/a, /a/b, false",
    "/, /a, false",
    "/, /, true",
    "/a, /, true",
    "/b/a, /a, false",
  })
  void insideMeansAtOrBelow(String path, String root, boolean inside) {
    assertThat(new CgroupPath(path).isInside(new CgroupPath(root))).isEqualTo(inside);
  }

  @Test
  void segmentsAreTheNames() {
    assertThat(CgroupPath.ROOT.segments()).isEmpty();
    assertThat(new CgroupPath("/a/b c").segments()).containsExactly("a", "b c");
    assertThat(CgroupPath.ROOT.isRoot()).isTrue();
    assertThat(new CgroupPath("/a").isRoot()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/b", " /a", ".."})
  void relativePathIsNone(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> new CgroupPath(value));
  }

  private static CgroupPath resolve(String seen, CgroupPath root) {
    Deque<String> at = new ArrayDeque<>(root.segments());
    for (String name : new CgroupPath(seen).segments()) {
      if (name.equals("..")) {
        at.removeLast();
      } else {
        at.addLast(name);
      }
    }
    return new CgroupPath("/" + String.join("/", at));
  }

  private static CgroupPath random(Random random) {
    StringBuilder path = new StringBuilder();
    for (int depth = random.nextInt(5); depth > 0; depth--) {
      path.append('/').append(NAMES.get(random.nextInt(NAMES.size())));
    }
    return path.isEmpty() ? CgroupPath.ROOT : new CgroupPath(path.toString());
  }
}
