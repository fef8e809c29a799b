package io.cgck.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.config.Configuration;
import io.cgck.fixture.Sketch;
import io.cgck.fixture.TestHost;
import io.cgck.model.CgroupPath;
import io.cgck.model.Mover;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
  private static final Configuration NGINX =
      TestHost.configuration(
          """
          processes: {min_age: 0s}
          expectations:
            - name: nginx
              match: {comm: nginx}
              expect: {cgroup: /system.slice/nginx.service}
              for: 0s
          """);

  private static final String SCRIPT = "<script>alert(1)</script>";
  private static final String QUOTES = "\"' onload='x()' \"";
  private static final String STEERING = "a\u202eb\u001b[31m\nc";

  private static PagesHost nginx() {
    return new PagesHost()
        .scanned(
            NGINX,
            Sketch.process(10, "nginx", "/system.slice/nginx.service"),
            Sketch.process(11, "nginx", "/user.slice/session-7.scope"),
            Sketch.process(12, "bash", "/user.slice/session-7.scope"),
            Sketch.process(13, "sh", "/demo/sub2").namespace(4026532178L, "/../sub2"),
            Sketch.process(2, "kthreadd", "/").asKernelThread());
  }

  private static List<String> commands(Document page) {
    return page.select("tbody th.name").eachText();
  }

  @Test
  void statusTellsViolationsFirstAndWhatIsLeftOut() {
    Document page = nginx().read("/");

    assertThat(page.title()).isEqualTo("Status · this host · cgck");
    assertThat(page.select(".figures li.bad").text()).startsWith("Violations 1");
    assertThat(page.select(".figures li.warn").text()).startsWith("Outside their namespace 1");
    assertThat(commands(page)).containsExactly("nginx");
    assertThat(page.select("#bounds").text())
        .contains("Not shown, by the configuration: 1 process (kernel threads");
    assertThat(page.select("#figures time").attr("data-age")).isEqualTo("3.0");
    assertThat(page.select("#figures time").text()).isEqualTo("3 s ago");
    assertThat(page.text()).contains("Cgroup mode unified", "CPU time of all scans 0.3 s");
  }

  @Test
  void processesHaveTheTutorialsTableWithViolationsFirst() {
    Document page = nginx().read("/processes");

    assertThat(commands(page)).containsExactly("nginx", "sh", "nginx", "bash");
    assertThat(page.select("tbody tr").first().select("td").eachText())
        .containsExactly(
            "11",
            "violates nginx",
            "/user.slice/session-7.scope",
            "/user.slice/session-7.scope",
            "-",
            "4026531835");
    assertThat(page.select("tbody tr").get(1).text())
        .isEqualTo("13 sh outside /demo/sub2 /../sub2 - 4026532178");
    assertThat(page.text()).doesNotContain("kthreadd");
  }

  @Test
  void processesAreFilteredSortedAndPaged() {
    PagesHost host = nginx();

    assertThat(commands(host.read("/processes?comm=nginx&cgroup=%2Fsystem.slice%2F**")))
        .containsExactly("nginx");
    assertThat(commands(host.read("/processes?sort=comm")))
        .containsExactly("bash", "nginx", "nginx", "sh");
    assertThat(commands(host.read("/processes?sort=-comm")))
        .containsExactly("sh", "nginx", "nginx", "bash");
    assertThat(commands(host.read("/processes?outside=true"))).containsExactly("sh");
    Document sorted = host.read("/processes?sort=comm&comm=*");
    assertThat(sorted.select("th[aria-sort=ascending]").text()).isEqualTo("Command");
    assertThat(sorted.select("th[aria-sort] a").attr("abs:href"))
        .isEqualTo("http://host/processes?comm=*&sort=-comm");
    Document second = host.read("/processes?limit=3&offset=3&sort=pid");
    assertThat(commands(second)).containsExactly("sh");
    assertThat(second.select(".pager span").first().text()).isEqualTo("Processes 4 to 4 of 4");
    assertThat(second.select("a[rel=prev]").first().attr("abs:href"))
        .isEqualTo("http://host/processes?limit=3&sort=pid");
    assertThat(second.select("a[rel=next]")).isEmpty();
    assertThat(host.read("/processes?comm=nothing").text())
        .contains("No process that is shown fits.");
  }

  @Test
  void aProcessIsExplained() {
    PagesHost host =
        nginx()
            .moved(
                11,
                "nginx",
                "/system.slice/nginx.service",
                "/user.slice/session-7.scope",
                new Mover(99, "mover", Optional.of(new CgroupPath("/system.slice/cron.service"))));
    Document page = host.read("/processes/11");

    assertThat(page.select("h1").text()).isEqualTo("11 (nginx)");
    assertThat(page.select("main > p").first().text()).isEqualTo("violates nginx");
    assertThat(page.select("section:has(#expected-title) tbody tr").text())
        .isEqualTo("nginx violated /system.slice/nginx.service /user.slice/session-7.scope");
    assertThat(page.select("section:has(#namespaces-title) tbody").text())
        .isEqualTo("cgroup 4026531835 initial ?");
    assertThat(page.select("section:has(#moves-title) tbody").text())
        .contains(
            "/system.slice/nginx.service /user.slice/session-7.scope", "99 mover cron.service");
    assertThat(page.select("pre br").size()).isGreaterThan(10);
    assertThat(page.select("pre").text())
        .contains("11 (nginx), started", "Its cgroup (/proc/11/cgroup)")
        .doesNotContain("knows no past", "kthreadd", "\\n");
    assertThat(page.select("section:has(#limits-title)").text())
        .contains("cgroups: {stats: true} in the configuration asks for them");
    assertThat(page.select("nav a[aria-current=page]").text()).isEqualTo("Processes");
  }

  @Test
  void whatMetricsDoNotShowIsOnNoPage() {
    PagesHost host =
        new PagesHost()
            .scanned(
                TestHost.configuration("processes: {min_age: 0s, exclude: [{comm: secret}]}"),
                Sketch.process(1, "init", "/init.scope"),
                Sketch.process(7, "secret", "/vault"),
                Sketch.process(8, "child", "/vault").childOf(7))
            .moved(7, "secret", "/a", "/b", new Mover(8, "child", Optional.empty()))
            .moved(8, "child", "/c", "/vault", new Mover(9, "other", Optional.empty()));

    assertThat(commands(host.read("/moves"))).containsExactly("child");
    for (String path :
        List.of(
            "/",
            "/processes",
            "/processes/8",
            "/cgroups",
            "/namespaces",
            "/expectations",
            "/moves")) {
      assertThat(host.html(path)).as(path).doesNotContain("secret");
    }
    assertThat(host.page("/processes/7").status()).isEqualTo(404);
    // How many are there is told, as metrics do.
    assertThat(host.read("/cgroups").text()).contains("vault 2 processes", "8 child · 1 more");
  }

  @Test
  void cgroupsAreATreeThatFolds() {
    Document page = nginx().read("/cgroups");

    assertThat(page.select(".tree > li > details > summary .name").first().text()).isEqualTo("/");
    Element slice = page.select("summary:has(.name:containsOwn(user.slice))").first().parent();
    assertThat(slice.select("> summary").text()).isEqualTo("user.slice 2 processes 1 violation");
    assertThat(slice.select("details .processes").text()).contains("11 nginx violates", "12 bash");
    assertThat(page.select("details[open]")).hasSameSizeAs(page.select("details"));

    Document below = nginx().read("/cgroups?at=%2Fuser.slice");
    assertThat(below.select(".crumbs a").eachText()).containsExactly("/", "user.slice");
    assertThat(below.select(".tree").text()).doesNotContain("nginx.service");
    assertThat(nginx().read("/cgroups?at=%2Fgone").text())
        .contains("Nothing is shown of /gone: no process is in it or below");
  }

  @Test
  void theOddNamespacesComeFirst() {
    Document page =
        new PagesHost()
            .inferredRoot(4026532500L, "/b")
            .scanned(
                NGINX,
                Sketch.process(1, "init", "/"),
                Sketch.process(20, "inside", "/b").namespace(4026532500L, "/"),
                Sketch.process(13, "sh", "/demo/sub2").namespace(4026532178L, "/../sub2"))
            .read("/namespaces");

    assertThat(page.select("tbody th").eachText())
        .containsExactly("4026532178", "4026532500", "4026531835");
    assertThat(page.select("tbody tr").get(0).text()).contains("1 outside", "unknown", "13 sh");
    assertThat(page.select("tbody tr").get(1).text()).contains("/b inferred 20 inside");
    assertThat(page.select("tbody tr").get(2).text()).contains("initial", "1 init");
  }

  @Test
  void expectationsNameTheirOffenders() {
    Document page = nginx().read("/expectations");

    Element first = page.select("section").first();
    assertThat(first.select("h2").text()).isEqualTo("nginx violated");
    assertThat(first.select(".counts").text())
        .contains("means 2 processes 1 met 0 pending 1 violated", "violations since the start: 1");
    assertThat(first.select("tbody tr").text())
        .isEqualTo("11 nginx violated /system.slice/nginx.service /user.slice/session-7.scope");
    assertThat(page.select("section h2").eachText()).anyMatch(text -> text.contains("built-in"));
    // Links lead to them.
    String link =
        nginx().read("/processes/11").select("a:containsOwn(violates nginx)").attr("abs:href");
    assertThat(link).isEqualTo("http://host/expectations#" + first.select("h2").attr("id"));
  }

  @Test
  void movesHaveTheLatestFirst() {
    Mover mover = new Mover(99, "mover", Optional.of(new CgroupPath("/system.slice/cron.service")));
    Document page =
        nginx()
            .moved(11, "nginx", "/a", "/b", mover)
            .moved(12, "bash", "/c", "/d", mover)
            .read("/moves");

    assertThat(commands(page)).containsExactly("bash", "nginx");
    assertThat(page.select("tbody tr").first().text())
        .isEqualTo("2033-05-18T03:33:20Z 12 bash /c /d 99 mover cron.service unified trace");
    assertThat(page.select("table").attr("abs:data-stream"))
        .isEqualTo("http://host/api/v1/moves/stream?last_event_id=1-2");
    assertThat(nginx().read("/moves").select("table").attr("data-stream"))
        .endsWith("?last_event_id=0-0");
    assertThat(page.select("template [data-field]").eachAttr("data-field")).contains("pid", "to");
  }

  @Test
  void namesOfAttackersAreText() {
    List<Sketch> hostile = new ArrayList<>();
    List<String> names = List.of(SCRIPT, QUOTES, STEERING, "&lt;", "${7*7}", "\u2028");
    for (int index = 0; index < names.size(); index++) {
      hostile.add(
          Sketch.process(100 + index, names.get(index), "/x/" + names.get(index) + "/*?")
              .namespace(5000 + index, "/../" + names.get(index)));
    }
    PagesHost host = new PagesHost().scanned(NGINX, hostile);
    for (int index = 0; index < names.size(); index++) {
      String name = names.get(index);
      host.moved(100 + index, name, "/" + name, "/y" + name, new Mover(5, name, Optional.empty()));
    }
    List<String> paths =
        new ArrayList<>(
            List.of("/", "/processes", "/cgroups", "/namespaces", "/expectations", "/moves"));
    hostile.forEach(sketch -> paths.add("/processes/" + sketch.build().pid()));

    for (String path : paths) {
      Document page = host.read(path);
      assertThat(page.select("script")).as(path).hasSize(1);
      assertThat(page.select("[onload], [style]")).as(path).isEmpty();
      assertThat(host.html(path)).as(path).doesNotContain("\u202e", "\u001b", "\u2028");
      for (Element link : page.select("a[href]")) {
        assertThat(URI.create(link.attr("abs:href")).getHost()).as(path).isEqualTo("host");
      }
    }
    assertThat(commands(host.read("/processes?sort=pid")))
        .containsExactly(
            SCRIPT, QUOTES.strip(), "a\\u202eb\\u001b[31m\\nc", "&lt;", "${7*7}", "\\u2028");
  }

  @Test
  void linksOfTheTreeFindWhatIsInACgroupWhateverItsName() {
    PagesHost host =
        new PagesHost()
            .scanned(
                NGINX,
                Sketch.process(1, "one", "/a*?/b+ (c)"),
                Sketch.process(2, "two", "/axx/b+ (c)"),
                Sketch.process(3, "three", "/a*?/b+ (c)/below"));
    String list =
        host
            .read("/cgroups")
            .select("summary:has(.name:containsOwn(b+)) + p a:containsOwn(list)")
            .stream()
            .map(link -> link.attr("abs:href"))
            .filter(href -> href.contains("regex"))
            .findFirst()
            .orElseThrow();

    assertThat(commands(host.read(list.substring("http://host".length())))).containsExactly("one");
  }

  @Test
  void tenThousandProcessesArePagedAndTheTreeIsBounded() {
    List<Sketch> many =
        IntStream.rangeClosed(1, 10_000)
            .mapToObj(pid -> Sketch.process(pid, "worker", "/a/b" + pid % 3000 + "/c" + pid % 7))
            .toList();
    PagesHost host =
        new PagesHost()
            .scanned(
                TestHost.configuration(
                    "{processes: {min_age: 0s, limit: 20000}, cgroups: {limit: 50000}}"),
                many);

    Document processes = host.read("/processes");
    assertThat(processes.select("tbody tr")).hasSize(100);
    assertThat(processes.select(".pager span").first().text())
        .isEqualTo("Processes 1 to 100 of 10,000");

    Document tree = host.read("/cgroups?at=%2Fa");
    assertThat(host.page("/cgroups").html().length).isLessThan(600_000);
    assertThat(tree.select("details").size()).isBetween(200, 1001);
    assertThat(tree.select(".pager span").text()).isEqualTo("Cgroups 1 to 200 of 3,000");
    assertThat(tree.select("a[rel=next]").attr("abs:href"))
        .isEqualTo("http://host/cgroups?at=%2Fa&offset=200");
    assertThat(host.read("/cgroups").select("p.processes a:containsOwn(more cgroups below)").text())
        .contains("more cgroups below");
    // What is shown and what is left out are all there are.
    int left =
        tree.select("p.processes a:containsOwn(more cgroups below)").stream()
            .mapToInt(each -> Integer.parseInt(each.text().replaceAll("[^0-9]", "")))
            .sum();
    long leaves = tree.select("details:not(:has(details))").size();
    assertThat(left + leaves).isGreaterThanOrEqualTo(10_000 - 10);
  }

  @Test
  void deepCgroupsDoNotOverflow() {
    Document page =
        new PagesHost()
            .scanned(NGINX, Sketch.process(1, "deep", "/d".repeat(2000)))
            .read("/cgroups");

    assertThat(page.select("details").size()).isLessThan(40);
    assertThat(page.text()).contains("… 1 more cgroups below");
  }

  /** Each of these characters takes six bytes in HTML. */
  @Test
  void rowsOfLongNamesAreCutAndTheNextPageGoesOn() {
    String name = "/" + "\u0001".repeat(4000);
    PagesHost host =
        new PagesHost()
            .scanned(
                NGINX,
                IntStream.rangeClosed(1, 300)
                    .mapToObj(pid -> Sketch.process(pid, "sh", name))
                    .toList());
    for (int pid = 1; pid <= 300; pid++) {
      host.moved(pid, "sh", name, name, new Mover(1, "init", Optional.empty()));
    }

    assertThat(host.page("/processes?limit=1000&sort=pid").html()).hasSizeLessThan(2_000_000);
    Document page = host.read("/processes?limit=1000&sort=pid");
    int rows = page.select("tbody tr").size();
    assertThat(rows).isBetween(10, 100);
    assertThat(page.select("a[rel=next]").attr("href")).endsWith("&offset=" + rows);
    assertThat(host.page("/moves").html()).hasSizeLessThan(2_000_000);
    assertThat(host.read("/moves").text())
        .contains(300 - host.read("/moves").select("tbody tr").size() + " ");
  }

  @Test
  void whatIsDeeperThanThePageIsCounted() {
    String deep = "/d".repeat(24);
    Document page =
        new PagesHost()
            .scanned(
                NGINX,
                Sketch.process(1, "high", "/d"),
                Sketch.process(2, "last", deep),
                Sketch.process(3, "lower", deep + "/e"),
                Sketch.process(4, "nginx", deep + "/e/f"))
            .read("/cgroups");

    Element last = page.select("details").last();
    assertThat(page.select("details")).hasSize(25);
    assertThat(last.select("summary").text())
        .contains("3 processes, 1 of them right here", "1 violation");
    assertThat(last.select("a:containsOwn(more cgroups below)").text())
        .isEqualTo("… 2 more cgroups below");
    assertThat(last.select("a:containsOwn(more cgroups below)").attr("href"))
        .endsWith("cgroups?at=" + Links.encoded(deep));
    assertThat(last.text()).contains("last").doesNotContain("lower", "nginx");
    assertThat(page.select("details").get(1).select("> p a:containsOwn(list)").attr("href"))
        .endsWith("processes?cgroup=%2Fd");
  }

  @Test
  void aTreeOfLongPathsIsCutAndGoesOn() {
    String deep = "/" + String.join("/", Collections.nCopies(15, "x".repeat(250)));
    PagesHost host =
        new PagesHost()
            .scanned(
                NGINX,
                IntStream.rangeClosed(1, 150)
                    .mapToObj(pid -> Sketch.process(pid, "sh", deep + "/" + pid))
                    .toList());

    Document page = host.read("/cgroups?at=" + deep);

    assertThat(page.select("details")).hasSizeBetween(50, 140);
    assertThat(page.select("a[rel=next]").attr("href"))
        .endsWith("&offset=" + (page.select("details").size() - 1));
  }

  /** Each step of the way has the whole path in its link. */
  @Test
  void aLongWayIsNoLongPage() {
    String deep = "/d".repeat(1900);
    PagesHost host = new PagesHost().scanned(NGINX, Sketch.process(1, "deep", deep));

    Page there = host.page("/cgroups?at=" + deep);
    assertThat(there.html()).hasSizeLessThan(500_000);
    assertThat(host.read("/cgroups?at=" + deep).select(".crumbs a").eachText())
        .startsWith("/", "d")
        .contains("…")
        .endsWith("d");
    Page nowhere = host.page("/cgroups?at=" + "/x".repeat(1900));
    assertThat(nowhere.html()).hasSizeLessThan(50_000);
    assertThat(host.read("/cgroups?at=/x/y").text()).contains("Nothing is shown of /x/y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/processes?comn=x",
        "/processes?sort=x",
        "/processes?cgroup=relative",
        "/processes?limit=0",
        "/processes?state=x",
        "/cgroups?at=relative",
        "/cgroups?at=//",
        "/cgroups?at=/a/",
        "/cgroups?offset=-1",
        "/namespaces?kind=x",
        "/?x=1",
        "/moves?x=1"
      })
  void whatIsNotUnderstoodIsToldToPeople(String path) {
    Page page = nginx().page(path);

    assertThat(page.status()).isEqualTo(400);
    assertThat(nginx().read(path).select(".notice").text()).startsWith("The parameter ");
  }

  @Test
  void whatIsNotThereIsToldToPeople() {
    assertThat(nginx().page("/nothing/here").status()).isEqualTo(404);
    Document page = nginx().read("/nothing/here");
    assertThat(page.select(".notice").text()).isEqualTo("There is nothing at /nothing/here");
    assertThat(page.select(".brand").attr("abs:href")).isEqualTo("http://host/");
    assertThat(nginx().page("/processes/999").status()).isEqualTo(404);
    assertThat(nginx().page("/processes/0x7").status()).isEqualTo(404);
    assertThat(nginx().page("/processes/99999999999999").status()).isEqualTo(404);
  }

  @Test
  void beforeTheFirstScanThereIsNothingToShow() {
    assertThat(new PagesHost().page("/").status()).isEqualTo(503);
    assertThat(new PagesHost().read("/").text())
        .contains("cgck has not scanned the processes yet.");
  }

  @Test
  void linksHoldBehindAProxyWithAPrefixAndWhereMetricsAreAtTheRoot() {
    Document process = nginx().read("/processes/11");
    assertThat(process.select("link[rel=stylesheet]").attr("href")).startsWith("../assets/cgck-");
    assertThat(process.select(".pages a").eachAttr("abs:href"))
        .containsExactly(
            "http://host/",
            "http://host/processes",
            "http://host/cgroups",
            "http://host/namespaces",
            "http://host/expectations",
            "http://host/moves");
    assertThat(process.select("a[href^=/], a[href*=://]")).isEmpty();

    PagesHost atRoot = nginx().telemetryAt("/");
    assertThat(atRoot.page("/status").status()).isEqualTo(200);
    assertThat(atRoot.read("/processes").select(".brand").attr("abs:href"))
        .isEqualTo("http://host/status");
    assertThat(atRoot.read("/processes").select(".bottom a").first().attr("abs:href"))
        .isEqualTo("http://host/");
  }
}
