package io.cgck.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.cgck.lab.Answer;
import io.cgck.lab.CgckDaemon;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.LabProcess;
import io.cgck.lab.LabShell;
import io.cgck.lab.PageBrowser;
import io.cgck.lab.PageBrowser.Looks;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of the packaged daemon in a real browser, over real processes and cgroups. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesIT {
  private static final String HOSTILE = "<img src=x onerror=alert(1)>";

  private CgroupLab lab;
  private Cgroup sub;
  private Cgroup sub2;
  private LabProcess worker;
  private LabProcess inside;
  private CgckDaemon daemon;
  private PageBrowser browser;

  @BeforeAll
  void start() {
    browser = PageBrowser.open();
    lab = CgroupLab.open();
    sub = lab.cgroup("freezer/sub");
    sub2 = lab.cgroup("freezer/sub2");
    lab.start(lab.cgroup(HOSTILE), "sleep", "3600");
    LabShell shell = lab.shell(sub);
    inside = shell.process();
    shell.become("unshare --cgroup --mount");
    worker = lab.start(sub2, "sleep", "3600");
    daemon =
        DaemonSetup.quick()
            .config(
                DaemonSetup.QUICK
                    + """
                    cgroups:
                      stats: true
                    # Else it is violated, too, when the tests have taken a minute.
                    builtin_expectations: {fresh_cgroup_mount: {for: 24h}}
                    expectations:
                      - name: sleepers
                        match: {comm: sleep, cgroup: %s/**}
                        expect: {cgroup: %s}
                        for: 0s
                    """
                        .formatted(lab.top().path(), sub.path()))
            .start();
    daemon.await(
        "the violation",
        samples ->
            assertThat(
                    samples.with(
                        "cgck_process_violation_info", Map.of("pid", Long.toString(worker.pid()))))
                .isNotEmpty());
  }

  @AfterAll
  void stop() {
    if (daemon != null) {
      daemon.close();
    }
    if (lab != null) {
      lab.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void nothingIsComplainedOf() {
    browser.closePages();
    assertThat(browser.takeComplaints()).isEmpty();
  }

  private Page open(String path, Looks looks) {
    Page page = browser.page(looks);
    page.navigate("http://127.0.0.1:" + daemon.port() + path);
    return page;
  }

  private Page open(String path) {
    return open(path, Looks.USUAL);
  }

  private List<String> allPages() {
    return List.of(
        "/",
        "/processes",
        "/processes/" + inside.pid(),
        "/cgroups",
        "/namespaces",
        "/expectations",
        "/moves",
        "/nothing");
  }

  private static String nameOf(String path) {
    String name = path.substring(1).replaceAll("/[0-9]+", "-one").replace('/', '-');
    return name.isEmpty() ? "status" : name;
  }

  /** A page that is not there is an error to the browser, too. */
  private void forgetThat404() {
    assertThat(browser.takeComplaints())
        .allSatisfy(complaint -> assertThat(complaint).contains("404"));
  }

  @Test
  void nobodyIsKeptFromUsingThem() {
    worker.moveTo(lab.cgroup("seen"));
    worker.moveTo(sub2);
    for (String path : allPages()) {
      for (Looks looks : List.of(Looks.USUAL, Looks.USUAL.inTheDark(), Looks.USUAL.onAPhone())) {
        Page page = open(path, looks);
        // A narrow page has the same content in the same colours.
        if (looks.width() == Looks.USUAL.width()) {
          assertThat(PageBrowser.barriers(page)).as("%s %s", path, looks).isEmpty();
        }
        assertThat(PageBrowser.isTooWide(page)).as("%s %s", path, looks).isFalse();
        PageBrowser.photograph(
            page,
            nameOf(path) + (looks.dark() ? "-dark" : looks.width() < 400 ? "-narrow" : "-light"));
        page.context().close();
      }
      if (path.equals("/nothing")) {
        forgetThat404();
      }
    }
  }

  @Test
  void theStatusPageKeepsItselfUpToDate() {
    Page page = open("/");

    assertThat(page.locator("#violators tbody")).containsText(Long.toString(worker.pid()));
    assertThat(page.locator(".figures li.bad a").first()).hasText("Violations");
    Locator age = page.locator("#figures time");
    assertThat(age).hasText(Pattern.compile("[0-9]+ s ago"));
    String before = age.getAttribute("datetime");
    try (LabProcess another = lab.start(sub2, "sleep", "3600")) {
      assertThat(page.locator("#violators tbody")).containsText(Long.toString(another.pid()));
      assertThat(page.locator("#figures time").getAttribute("datetime")).isNotEqualTo(before);
    }
  }

  @Test
  void theStatusPageCanBePausedAndStaysWhereItWasScrolledTo() {
    Page page = open("/", Looks.USUAL.onAPhone());
    page.evaluate("() => document.querySelector('#violators .scroll').scrollLeft = 40");
    String before = page.locator("#figures time").getAttribute("datetime");
    assertThat(page.locator("#figures time"))
        .not()
        .hasAttribute("datetime", Pattern.compile(Pattern.quote(before)));
    assertThat(page.evaluate("() => document.querySelector('#violators .scroll').scrollLeft"))
        .isEqualTo(40);

    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Pause")).click();
    String paused = page.locator("#figures time").getAttribute("datetime");
    page.waitForTimeout(11_000);
    assertThat(page.locator("#figures time").getAttribute("datetime")).isEqualTo(paused);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Go on")).click();
    assertThat(page.locator("#figures time"))
        .not()
        .hasAttribute("datetime", Pattern.compile(Pattern.quote(paused)));
  }

  @Test
  void processesAreFilteredAndSorted() {
    Page page = open("/processes");
    page.getByLabel("Cgroup", new Page.GetByLabelOptions().setExact(true))
        .fill(lab.top().path() + "/freezer/**");
    page.keyboard().press("Enter");

    Locator rows = page.locator("tbody tr");
    assertThat(rows).hasCount(2);
    assertThat(rows.first()).containsText("violates sleepers");
    assertThat(page.locator("tbody")).containsText("stale mount");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Command").setExact(true))
        .click();
    assertThat(page.locator("th[aria-sort]")).hasText("Command");
    assertThat(rows.first().locator("th")).hasText("sh");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Command").setExact(true))
        .click();
    assertThat(rows.first().locator("th")).hasText("sleep");
    page.getByLabel("State").selectOption("violated");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Filter")).click();
    assertThat(rows).hasCount(1);
    assertThat(page.getByLabel("State")).hasValue("violated");
    rows.first().locator("a").first().click();
    assertThat(page.locator("h1")).hasText(worker.pid() + " (sleep)");
  }

  @Test
  void aProcessIsExplained() {
    Page page = open("/processes/" + inside.pid());

    assertThat(page.locator("pre")).containsText("STALE MOUNT");
    assertThat(page.locator("section:has(#where-title)")).containsText(sub.path());
    assertThat(page.locator("section:has(#namespaces-title) tbody tr").first())
        .containsText(Long.toString(inside.namespace("cgroup")));
    assertThat(page.locator("section:has(#mounts-title)")).containsText("stale");
  }

  @Test
  void movesAppearWhileOneWatches() {
    Page page = open("/moves");
    assertThat(page.locator("#live-status")).containsText("Live");
    Cgroup away = lab.cgroup("away");
    try (LabProcess mover = lab.start(sub2, "sleep", "3600")) {
      daemon.awaitFreshScan();

      mover.moveTo(away);
      Locator first = page.locator("tbody tr").first();
      assertThat(first).containsText(Long.toString(mover.pid()));
      assertThat(first).containsText(sub2.path());
      assertThat(first).containsText(away.path());
      assertThat(first.locator("a"))
          .hasAttribute("href", Pattern.compile(".*processes/" + mover.pid()));

      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Pause")).click();
      mover.moveTo(sub2);
      Locator goOn =
          page.getByRole(
              AriaRole.BUTTON,
              new Page.GetByRoleOptions().setName(Pattern.compile("Go on \\(1 new")));
      assertThat(goOn).isVisible();
      assertThat(first.locator("td").nth(3)).hasText(away.path());
      goOn.click();
      assertThat(first.locator("td").nth(3)).hasText(sub2.path());
    }
  }

  /** What happens while the page is on its way to the person is not missed. */
  @Test
  void movesBetweenThePageAndItsStreamAreNotMissed() {
    try (LabProcess mover = lab.start(sub2, "sleep", "3600")) {
      Cgroup away = lab.cgroup("away");
      daemon.awaitFreshScan();
      Page page = browser.page(Looks.USUAL);
      page.route(
          Pattern.compile("/api/v1/moves/stream"),
          route -> {
            mover.moveTo(away);
            daemon.awaitFreshScan();
            route.resume();
          });
      page.navigate("http://127.0.0.1:" + daemon.port() + "/moves");

      Locator first = page.locator("tbody tr").first();
      assertThat(first).containsText(Long.toString(mover.pid()));
      assertThat(first).containsText(away.path());
    }
  }

  @Test
  void aPageOfMovesThatIsComeBackToIsLiveAgain() {
    Page page = open("/moves");
    assertThat(page.locator("#live-status")).containsText("Live");
    page.evaluate("() => document.querySelector('h1').textContent = 'kept by the browser'");

    page.evaluate(
        "() => window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))");
    assertThat(page.locator("h1")).hasText("Moves");
    assertThat(page.locator("#live-status")).containsText("Live");
  }

  @Test
  void theTreeFoldsAndGoesOnWithOneOfItsCgroups() {
    Page page = open("/cgroups");
    String name = lab.top().path().substring(lab.top().path().lastIndexOf('/') + 1);
    Locator top = page.locator("details:has(> summary > .name:text-is('" + name + "'))");
    Locator freezer = top.locator("details:has(> summary > .name:text-is('freezer'))");

    // The summary is what the keyboard reaches.
    if (top.getAttribute("open") == null) {
      top.locator("> summary").click();
    }
    assertThat(freezer.locator("> summary")).isVisible();
    top.locator("> summary").focus();
    page.keyboard().press("Enter");
    assertThat(freezer.locator("> summary")).isHidden();
    page.keyboard().press("Enter");
    assertThat(freezer.locator("> summary")).isVisible();

    page.navigate(
        "http://127.0.0.1:" + daemon.port() + "/cgroups?at=" + lab.top().path() + "/freezer");
    assertThat(page.locator(".crumbs li")).containsText(new String[] {"/", name, "freezer"});
    assertThat(page.locator(".tree")).containsText("1 violation");
    page.locator("summary:has(.name:text-is('sub2')) + p a:text-is('list')").click();
    assertThat(page.locator("tbody tr")).hasCount(1);
  }

  @Test
  void namesOfAttackersDoNothing() {
    Cgroup hostile = lab.cgroup(HOSTILE);
    LabShell shell = lab.shell(sub2);
    try (LabProcess named = shell.process();
        LabProcess moved = lab.start(sub2, "sleep", "3600")) {
      // At most 15 bytes are kept of it.
      shell.run("printf '<img src=x>' > /proc/$$/comm");
      daemon.awaitFreshScan();
      Page live = hostilePage("/moves");
      assertThat(live.locator("#live-status")).containsText("Live");
      moved.moveTo(hostile);
      assertThat(live.locator("tbody tr").first()).containsText(HOSTILE);
      assertThat(live.locator("main script, main img")).hasCount(0);
      daemon.awaitFreshScan();
      for (String path :
          List.of(
              "/",
              "/processes",
              "/processes/" + moved.pid(),
              "/cgroups",
              "/expectations",
              "/namespaces",
              "/moves")) {
        Page page = hostilePage(path);
        assertThat(page.locator("main script, main img")).hasCount(0);
        page.context().close();
      }
      assertThat(open("/cgroups").locator(".tree")).containsText(HOSTILE);
      assertThat(hostilePage("/processes/" + named.pid()).locator("h1"))
          .containsText("<img src=x>");
    }
  }

  /** A dialog fails the test also when it comes while the page loads. */
  private Page hostilePage(String path) {
    Page page = browser.page(Looks.USUAL);
    page.onDialog(dialog -> fail("a name opened a dialog: " + dialog.message()));
    page.navigate("http://127.0.0.1:" + daemon.port() + path);
    return page;
  }

  @Test
  void withoutScriptsAllCanBeReadAndFiltered() {
    Page page = open("/", Looks.USUAL.withoutScripts());
    assertThat(page.locator("#violators tbody")).containsText(Long.toString(worker.pid()));
    assertThat(page.locator("#theme")).isHidden();
    for (String title : List.of("Processes", "Cgroups", "Namespaces", "Expectations", "Moves")) {
      page.getByRole(
              AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Pages").setExact(true))
          .getByText(title)
          .click();
      assertThat(page.locator("h1")).hasText(title);
    }
    assertThat(page.locator("#reload")).isVisible();
    page.navigate("http://127.0.0.1:" + daemon.port() + "/processes?state=violated&unit=");
    assertThat(page.locator("tbody")).containsText("violates sleepers");
  }

  @Test
  void thePreferredThemeCanBeOverruledAndIsKept() {
    Page page = open("/", Looks.USUAL.inTheDark());
    String dark = background(page);
    Locator button = page.locator("#theme");
    assertThat(button).hasText("Theme: auto");
    button.click();
    assertThat(button).hasText("Theme: light");
    assertThat(background(page)).isNotEqualTo(dark);
    page.reload();
    assertThat(page.locator("#theme")).hasText("Theme: light");
    assertThat(background(page)).isNotEqualTo(dark);
    page.locator("#theme").click();
    assertThat(background(page)).isEqualTo(dark);
  }

  private static String background(Page page) {
    return (String) page.evaluate("() => getComputedStyle(document.body).backgroundColor");
  }

  @Test
  void theKeyboardReachesTheContentAtOnceAndTheTable() {
    Page page = open("/processes");
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    page.keyboard().press("Enter");
    page.keyboard().press("Tab");
    assertThat(page.getByLabel("Command", new Page.GetByLabelOptions().setExact(true))).isFocused();
    Page phone = open("/processes", Looks.USUAL.onAPhone());
    Locator table = phone.locator(".scroll");
    table.focus();
    phone.keyboard().press("ArrowRight");
    phone.waitForFunction("() => document.querySelector('.scroll').scrollLeft > 0");
  }

  @Test
  void answersAreWhatCachesAndBrowsersShouldGet() {
    Answer page = daemon.client().get("/processes", Map.of("Accept", "text/html"));
    assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("Content-Security-Policy"))
        .hasValue(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                + " connect-src 'self'; form-action 'self'; base-uri 'none';"
                + " frame-ancestors 'none'");
    assertThat(page.header("Cache-Control")).hasValue("no-cache");

    String style =
        page.text().replaceAll("(?s).*href=\"\\./(assets/cgck-[0-9a-f]+\\.css)\".*", "$1");
    Answer asset = daemon.client().get("/" + style);
    assertThat(asset.status()).isEqualTo(200);
    assertThat(asset.contentType()).isEqualTo("text/css; charset=utf-8");
    assertThat(asset.header("Cache-Control")).hasValue("public, max-age=31536000, immutable");
    assertThat(asset.header("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(
            daemon
                .client()
                .get("/" + style, Map.of("If-None-Match", asset.header("ETag").orElseThrow()))
                .status())
        .isEqualTo(304);
    assertThat(daemon.client().get("/assets/cgck-000000000000.css").status()).isEqualTo(404);
    assertThat(daemon.client().post("/processes").status()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/assets/../nothing", "/processes/1/x"})
  void whatIsNotThereIsAPageForPeopleAndALineForPrograms(String path) {
    Answer people = daemon.client().get(path, Map.of("Accept", "text/html,*/*;q=0.8"));
    assertThat(people.status()).isEqualTo(404);
    assertThat(people.text()).contains("<h1>Not found</h1>");
    Answer programs = daemon.client().get(path);
    assertThat(programs.status()).isEqualTo(404);
    assertThat(programs.text()).isEqualTo("not found\n");
  }
}
