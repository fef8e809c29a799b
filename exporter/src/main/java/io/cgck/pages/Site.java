package io.cgck.pages;

import io.cgck.metrics.Shown;
import io.cgck.model.ProcessInfo;
import io.cgck.query.Asked;
import io.cgck.query.Parameters;
import io.cgck.query.TooSlowException;
import io.cgck.web.Answer;
import io.cgck.web.CostlyHandler;
import io.cgck.web.Document;
import io.cgck.web.Turns;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** Answers requests for pages and what they need. */
final class Site implements CostlyHandler {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  /** Nothing that is not in files of ours runs or shows, wherever text in a page comes from. */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private static final Pattern PROCESS = Pattern.compile("/processes/([1-9][0-9]{0,8})");

  /** Pages that are made or sent at once. */
  private static final int TURNS = 4;

  private final Turns turns = new Turns(TURNS);
  private final Pages pages;
  private final Assets assets;
  private final HostName hostName;

  Site(Pages pages, Assets assets) {
    this.pages = pages;
    this.assets = assets;
    this.hostName = new HostName(pages.procfs());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      Answer.text(HttpStatus.METHOD_NOT_ALLOWED_405, "use GET, HEAD").send(response, callback);
      return true;
    }
    Optional<Asset> asset = asset(path);
    if (asset.isPresent()) {
      new Document(HttpStatus.OK_200, asset.get().contentType(), asset.get().content())
          .with("Cache-Control", FOR_EVER)
          .send(request, response, callback);
      return true;
    }
    if (!turns.take(callback, turn -> answer(path, request, response, turn))) {
      refuse(request, response, callback);
    }
    return true;
  }

  @Override
  public void refuse(Request request, Response response, Callback callback) {
    Answer.tryLater(
            HttpStatus.SERVICE_UNAVAILABLE_503,
            "too many pages are on their way; load it again in a moment",
            response)
        .send(response, callback);
  }

  private void answer(String path, Request request, Response response, Callback callback) {
    Page page = page(path, given(request));
    if (page.status() == HttpStatus.NOT_FOUND_404 && !wantsHtml(request)) {
      Answer.text(page.status(), "not found").send(response, callback);
      return;
    }
    if (page.status() == HttpStatus.SERVICE_UNAVAILABLE_503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
    }
    new Document(page.status(), HTML, page.html())
        .with("Content-Security-Policy", POLICY)
        .send(request, response, callback);
  }

  private Optional<Asset> asset(String path) {
    String prefix = "/" + Links.ASSETS;
    return path.startsWith(prefix)
        ? assets.named(path.substring(prefix.length()))
        : Optional.empty();
  }

  /** Whoever does not ask for HTML by name is a program. */
  private static boolean wantsHtml(Request request) {
    return request.getHeaders().getValuesList(HttpHeader.ACCEPT).stream()
        .anyMatch(value -> value.contains("text/html"));
  }

  /** Values of each parameter, decoded. */
  private static Map<String, List<String>> given(Request request) {
    return Request.extractQueryParameters(request).stream()
        .collect(Collectors.toMap(Fields.Field::getName, Fields.Field::getValues));
  }

  /** The page at a path. */
  Page page(String path, Map<String, List<String>> given) {
    Optional<Section> section = sectionOf(path);
    Optional<Integer> pid = pidOf(path);
    if (section.isEmpty() && pid.isEmpty()) {
      return problem(
          path,
          HttpStatus.NOT_FOUND_404,
          "Not found",
          "There is nothing at " + path,
          "The navigation above leads to all pages.");
    }
    Optional<Shown> shown = pages.shown().get();
    if (shown.isEmpty()) {
      return problem(
          path,
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "Not yet",
          "cgck has not scanned the processes yet.",
          "Load the page again in a moment; if that does not help, the log of cgck says why.");
    }
    return section
        .map(wanted -> page(wanted, path, given, shown.get()))
        .or(() -> pid.map(wanted -> process(wanted, path, given, shown.get())))
        .orElseThrow();
  }

  private Optional<Section> sectionOf(String path) {
    if (path.equals(pages.statusPath())) {
      return Optional.of(Section.STATUS);
    }
    return Arrays.stream(Section.values())
        .filter(section -> section != Section.STATUS && path.equals("/" + section.path()))
        .findFirst();
  }

  private static Optional<Integer> pidOf(String path) {
    Matcher matcher = PROCESS.matcher(path);
    return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }

  private Page page(Section section, String path, Map<String, List<String>> given, Shown shown) {
    Frame frame = frame(section.title(), Optional.of(section), path);
    return switch (section) {
      case STATUS ->
          understood(
              Parameters.none(given),
              path,
              none -> {
                StatusPage page = StatusPage.of(shown, frame, pages.clock().instant());
                return Page.of(out -> JtestatusGenerated.render(out, null, page));
              });
      case PROCESSES ->
          understood(
              ProcessesPage.understand(given),
              path,
              query -> {
                ProcessesPage page = ProcessesPage.of(shown, query, given, frame);
                return Page.of(out -> JteprocessesGenerated.render(out, null, page));
              });
      case CGROUPS ->
          understood(
              CgroupsPage.Query.of(given),
              path,
              query -> {
                CgroupsPage page = CgroupsPage.of(shown, query, frame);
                return Page.of(out -> JtecgroupsGenerated.render(out, null, page));
              });
      case NAMESPACES ->
          understood(
              NamespacesPage.Query.of(given),
              path,
              query -> {
                NamespacesPage page = NamespacesPage.of(shown, query, frame);
                return Page.of(out -> JtenamespacesGenerated.render(out, null, page));
              });
      case EXPECTATIONS ->
          understood(
              Parameters.none(given),
              path,
              none -> {
                ExpectationsPage page = ExpectationsPage.of(shown, frame);
                return Page.of(out -> JteexpectationsGenerated.render(out, null, page));
              });
      case MOVES ->
          understood(
              Parameters.none(given),
              path,
              none -> {
                MovesPage page = MovesPage.of(pages.moves(), shown, frame);
                return Page.of(out -> JtemovesGenerated.render(out, null, page));
              });
    };
  }

  private Page process(int pid, String path, Map<String, List<String>> given, Shown shown) {
    Optional<ProcessInfo> process = shown.process(pid);
    if (process.isEmpty()) {
      return problem(
          path,
          HttpStatus.NOT_FOUND_404,
          "No process " + pid,
          "No process with PID " + pid + " is shown.",
          "It has ended, has not been seen by a scan yet, or is left out by the configuration.");
    }
    return understood(
        Parameters.none(given),
        path,
        none -> {
          Frame frame =
              frame(pid + " (" + process.get().comm() + ")", Optional.of(Section.PROCESSES), path);
          ProcessPage page =
              ProcessPage.of(process.get(), shown, pages.moves(), frame, pages.clock().instant());
          return Page.of(out -> JteprocessGenerated.render(out, null, page));
        });
  }

  private <T> Page understood(Asked<T> asked, String path, Function<T, Page> page) {
    return switch (asked) {
      case Asked.Understood<T>(T query) -> made(query, path, page);
      case Asked.Mistaken<T>(List<Asked.Mistake> mistakes) ->
          problem(
              path,
              HttpStatus.BAD_REQUEST_400,
              "Not understood",
              mistakes.stream()
                  .map(mistake -> "The parameter " + mistake.parameter() + ": " + mistake.why())
                  .collect(Collectors.joining(". ")),
              "Go back and write it in another way.");
    };
  }

  private <T> Page made(T query, String path, Function<T, Page> page) {
    try {
      return page.apply(query);
    } catch (TooSlowException e) {
      return problem(
          path,
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "Too slow",
          Text.capitalized(e.why()) + ".",
          "Go back and write it in another way.");
    }
  }

  private Page problem(String path, int status, String title, String what, String advice) {
    ProblemPage page = new ProblemPage(frame(title, sectionOf(path), path), what, advice);
    return Page.of(status, out -> JteproblemGenerated.render(out, null, page));
  }

  private Frame frame(String title, Optional<Section> section, String path) {
    return new Frame(
        title,
        section,
        new Links(
            Links.upFrom(path),
            pages.statusPath().substring(1),
            pages.telemetryPath().substring(1),
            assets),
        hostName.read(),
        pages.version());
  }
}
