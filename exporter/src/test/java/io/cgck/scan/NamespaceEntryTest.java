package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.model.CgroupPath;
import io.cgck.property.Name;
import io.cgck.property.Property;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespaceEntryTest {
  @ParameterizedTest
  @CsvSource({
    // absolute path, path seen from inside, root
    "/lab/ct1, /, /lab/ct1",
    "/et/sub/inner, /inner, /et/sub",
    "/et/sub/inner/x, /inner/x, /et/sub",
    "/et/sub, /et/sub, /",
    "/, /, /",
    "/a/a/a, /a, /a/a",
    "/a/..x, /..x, /a",
    "/et/z (deleted), / (deleted), ''",
    "/et/sib, /../sib, ''",
    "/et, /.., ''",
    "/, /../.., ''",
    // It moved between the two looks: neither ends with the other.
    "/et/sub, /other, ''",
    "/b, /ab, ''",
    "/, /x, ''",
  })
  void rootIsWhatStandsBeforeTheInnerPath(String absolute, String inside, String root) {
    assertThat(NamespaceEntry.root(absolute, inside).map(CgroupPath::value).orElse(""))
        .isEqualTo(root);
  }

  @Test
  void processInsideTellsTheRoot() {
    Property.holds(
        10_000,
        random -> {
          CgroupPath root = randomPath(random);
          CgroupPath path = below(root, random);
          assertThat(NamespaceEntry.root(path.value(), path.seenFrom(root)))
              .as("%s in %s", path, root)
              .contains(root);
        });
  }

  @Test
  void processOutsideTellsNothing() {
    Property.holds(
        10_000,
        random -> {
          CgroupPath root = randomPath(random);
          CgroupPath path = randomPath(random);
          if (!path.isInside(root)) {
            assertThat(NamespaceEntry.root(path.value(), path.seenFrom(root)))
                .as("%s outside %s", path, root)
                .isEmpty();
          }
        });
  }

  private static CgroupPath randomPath(Random random) {
    return random.nextInt(5) == 0
        ? CgroupPath.ROOT
        : new CgroupPath(Name.randomPath(random, 4).text());
  }

  private static CgroupPath below(CgroupPath root, Random random) {
    if (random.nextInt(4) == 0) {
      return root;
    }
    String below = Name.randomPath(random, 3).text();
    return new CgroupPath(root.isRoot() ? below : root.value() + below);
  }
}
