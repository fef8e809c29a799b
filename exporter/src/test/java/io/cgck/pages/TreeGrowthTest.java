package io.cgck.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.fixture.Sketch;
import io.cgck.fixture.TestHost;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class TreeGrowthTest {
  private static PagesHost withALimitOfOne() {
    return new PagesHost()
        .scanned(
            TestHost.configuration("{processes: {min_age: 0s}, cgroups: {limit: 1}}"),
            Sketch.process(5, "left-out", "/a"),
            Sketch.process(6, "first", "/a/b"),
            Sketch.process(7, "second", "/a/b"),
            Sketch.process(8, "elsewhere", "/c"));
  }

  /** It is in the tree for what is below it, but is not shown itself. */
  @Test
  void aCgroupThatTheLimitLeavesOutNamesNoProcesses() {
    Document page = withALimitOfOne().read("/cgroups");

    assertThat(page.select("summary .name").eachText()).containsExactly("/", "a", "b");
    assertThat(page.select("summary:has(.name:containsOwn(a)) .count").first().text())
        .isEqualTo("2 processes");
    assertThat(page.select(".tree").text()).contains("6 first", "7 second");
    assertThat(page.select(".tree").text()).doesNotContain("left-out", "elsewhere");
    assertThat(page.select(".notice").text())
        .contains("Not shown, since cgroups.limit is 1: 2 cgroups");
  }

  @Test
  void ofACgroupThatTheLimitLeavesOutItIsNotSaidThatNoProcessIsThere() {
    assertThat(withALimitOfOne().read("/cgroups?at=%2Fc").select(".notice").text())
        .contains("Nothing is shown of /c", "or cgroups.limit leaves it out");
  }
}
