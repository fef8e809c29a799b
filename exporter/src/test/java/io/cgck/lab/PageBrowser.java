package io.cgck.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Debian's Chromium, from a root file system of the build, without a window. Whatever a page
 * complains of is kept: errors of scripts, of the console and of the network, and violations of the
 * page's policy.
 */
public final class PageBrowser implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final double PATIENCE_MILLIS = 60_000;
  private static final List<String> SERIOUS = List.of("serious", "critical");

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private PageBrowser(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Where the build could not have it, the test is skipped and says why. */
  public static PageBrowser open() {
    RootFileSystem root = RootFileSystem.ofTheBuild("browser");
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    environment.put("CGCK_BROWSER_ROOT", root.directory().toAbsolutePath().toString());
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of("testbed/run-browser").toAbsolutePath())
                    .setEnv(environment)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
    return new PageBrowser(playwright, browser);
  }

  /** How a person looks at a page. */
  public record Looks(int width, int height, boolean dark, boolean scripts) {
    public static final Looks USUAL = new Looks(1280, 900, false, true);

    public Looks inTheDark() {
      return new Looks(width, height, true, scripts);
    }

    public Looks onAPhone() {
      return new Looks(360, 740, dark, scripts);
    }

    public Looks withoutScripts() {
      return new Looks(width, height, dark, false);
    }
  }

  /** An empty page for somebody who has never been here. */
  public Page page(Looks looks) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(looks.width(), looks.height())
                .setColorScheme(looks.dark() ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setJavaScriptEnabled(looks.scripts()));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (List.of("error", "warning").contains(message.type())) {
            complaints.add("console: " + message.text());
          }
        });
    page.onPageError(error -> complaints.add("script: " + error));
    page.onRequestFailed(
        request -> {
          // The stream of moves is cut when somebody goes to another page.
          if (!request.url().contains("/api/v1/moves/stream?")) {
            complaints.add("request: " + request.url() + ": " + request.failure());
          }
        });
    return page;
  }

  /** Closes all pages, so that none of them asks for anything any more. */
  public void closePages() {
    browser.contexts().forEach(BrowserContext::close);
  }

  /** What pages complained of since the last time. */
  public List<String> takeComplaints() {
    List<String> all = new ArrayList<>(complaints);
    complaints.clear();
    return all;
  }

  /** What axe-core finds that keeps people from using a page. */
  public static List<String> barriers(Page page) {
    AxeResults results = new AxeBuilder(page).analyze();
    assertThat(results.getPasses()).as("rules that axe-core could try").isNotEmpty();
    return results.getViolations().stream()
        .filter(rule -> SERIOUS.contains(rule.getImpact()))
        .map(
            rule ->
                rule.getId()
                    + ": "
                    + rule.getHelp()
                    + ": "
                    + rule.getNodes().stream().map(node -> node.getHtml()).toList())
        .toList();
  }

  /** Whether the page as a whole has to be scrolled sideways. */
  public static boolean isTooWide(Page page) {
    return (Boolean)
        page.evaluate(
            "() => document.documentElement.scrollWidth > document.documentElement.clientWidth");
  }

  /** Takes a picture for people to look at. */
  public static void photograph(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
