package io.cgck.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.fixture.Sketch;
import io.cgck.fixture.TestHost;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class ProcessPageTest {
  private static final long BOX = 4026532178L;
  private static final long MOUNTS = 4026531841L;

  /** The words of the page, as one text without its line breaks and indentation. */
  private static String words(Document page) {
    return page.select("pre").text().replaceAll("\\s+", " ");
  }

  @Test
  void theExplanationHasTheLinesOfTheCommand() {
    Document page =
        new PagesHost()
            .scanned(
                TestHost.configuration("processes: {min_age: 0s}"),
                Sketch.process(8, "sh", "/a\nb"))
            .read("/processes/8");

    assertThat(page.select("pre").first().wholeText().lines())
        .hasSizeGreaterThan(10)
        .contains("Its cgroup (/proc/8/cgroup)", "What this means");
    // What somebody else chose makes no line.
    assertThat(page.select("pre").first().wholeText().replace("/a\\nb", ""))
        .doesNotContain("\\n", "/a\nb");
  }

  /** To take the host's mount away is as dangerous when PID 1 is not shown. */
  @Test
  void theExplanationJudgesByAllProcessesAndNamesThoseShown() {
    Document page =
        new PagesHost()
            .inferredRoot(BOX, "/box")
            .mounted(MOUNTS, "/", "/sys/fs/cgroup")
            .scanned(
                TestHost.configuration("processes: {min_age: 0s, include: [{comm: 'shown*'}]}"),
                Sketch.process(1, "init", "/init.scope").mountNamespace(MOUNTS),
                Sketch.process(8, "shown", "/box").namespace(BOX, "/").mountNamespace(MOUNTS),
                Sketch.process(9, "shown-too", "/box").namespace(BOX, "/"),
                Sketch.process(10, "secret", "/box").namespace(BOX, "/"),
                Sketch.process(11, "secret", "/box").namespace(BOX, "/").childOf(1))
            .read("/processes/8");

    assertThat(words(page))
        .contains("STALE MOUNT", "umount /sys/fs/cgroup")
        .contains("Beware: the process shares its mount namespace with processes of the host")
        .contains("Also in it: 9 (shown-too) and 2 that are not shown.")
        .doesNotContain("secret", "init)", "child of");
  }

  @Test
  void whoIsAloneWithProcessesThatAreNotShownIsNotAlone() {
    Document page =
        new PagesHost()
            .inferredRoot(BOX, "/box")
            .scanned(
                TestHost.configuration("processes: {min_age: 0s, exclude: [{comm: secret}]}"),
                Sketch.process(8, "shown", "/box").namespace(BOX, "/"),
                Sketch.process(10, "secret", "/box").namespace(BOX, "/"))
            .read("/processes/8");

    assertThat(words(page))
        .contains("Also in it: 1 that is not shown.")
        .doesNotContain("No other process is in it");
  }

  @Test
  void theExplanationPointsToNothingThatThePageDoesNotHave() {
    Document page =
        new PagesHost()
            .scanned(
                TestHost.configuration("processes: {min_age: 0s}"),
                Sketch.process(8, "sh", "/a").inUnread().namespaceUnread())
            .read("/processes/8");

    assertThat(words(page))
        .containsPattern("Its cgroup .* could not be read .* the status page says what would help")
        .contains("could not be read; the status page says what would help.")
        .doesNotContain("below");
  }

  @Test
  void mountsThatTheLimitLeavesOutAreOnlyCounted() {
    PagesHost host =
        new PagesHost()
            .inferredRoot(BOX, "/box")
            .mounted(MOUNTS, "/", "/sys/fs/cgroup", "/secret")
            .scanned(
                TestHost.configuration("{processes: {min_age: 0s}, cgroups: {limit: 1}}"),
                Sketch.process(8, "shown", "/box").namespace(BOX, "/").mountNamespace(MOUNTS));
    Document page = host.read("/processes/8");

    assertThat(host.html("/processes/8")).doesNotContain("/secret");
    assertThat(page.select("section:has(#mounts-title) tbody tr")).hasSize(1);
    assertThat(page.select("section:has(#mounts-title)").text()).contains("1 of its mounts");
    assertThat(words(page))
        .contains("umount /sys/fs/cgroup", "1 stale mount is not shown")
        // The table of the page has them.
        .doesNotContain("MOUNT POINT");
  }

  @Test
  void rootsThatTheLimitLeavesOutAreNotShown() {
    PagesHost host =
        new PagesHost()
            .inferredRoot(7, "/other")
            .inferredRoot(BOX, "/vault")
            .scanned(
                TestHost.configuration("{processes: {min_age: 0s}, cgroups: {limit: 1}}"),
                Sketch.process(8, "shown", "/box").namespace(BOX, "/../box"));

    assertThat(host.html("/processes/8")).doesNotContain("vault");
    assertThat(words(host.read("/processes/8"))).contains("OUTSIDE", "Its root is not shown");
  }

  /** As in the metrics, which name what was expected where an expectation is violated. */
  @Test
  void whatIsPendingIsNotToldInDetail() {
    PagesHost host =
        new PagesHost()
            .scanned(
                TestHost.configuration(
                    """
                    processes: {min_age: 0s}
                    expectations:
                      - name: nginx
                        match: {comm: nginx}
                        expect: {cgroup: /system.slice/nginx.service}
                        for: 1h
                    """),
                Sketch.process(11, "nginx", "/elsewhere"));

    Document page = host.read("/processes/11");
    assertThat(page.select("section:has(#expected-title) tbody tr").text())
        .isEqualTo("nginx pending");
    assertThat(words(page))
        .contains("nginx: broken, which counts after 1h")
        .doesNotContain("system.slice");
    assertThat(host.read("/expectations").select("tbody tr").text()).isEqualTo("11 nginx pending");
  }
}
