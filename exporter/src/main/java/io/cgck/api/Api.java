package io.cgck.api;

import static java.util.Objects.requireNonNull;

import io.cgck.explain.MoveFeed;
import io.cgck.metrics.Shown;
import io.cgck.query.Asked;
import io.cgck.query.CgroupQuery;
import io.cgck.query.MoveQuery;
import io.cgck.query.NamespaceQuery;
import io.cgck.query.Parameters;
import io.cgck.query.ProcessOrder;
import io.cgck.query.ProcessQuery;
import io.cgck.query.Slice;
import io.cgck.query.TooSlowException;
import io.cgck.web.CostlyHandler;
import io.cgck.web.Document;
import io.cgck.web.Turns;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All paths below {@code /api/v1/}. {@code openapi.json} describes them, and tests hold it against
 * what is answered here. Every answer is of one scan.
 */
final class Api implements CostlyHandler {
  /** Where all paths begin. */
  static final String PREFIX = "/api/v1/";

  private static final Logger LOG = LoggerFactory.getLogger(Api.class);
  private static final String JSON = "application/json";
  static final Problem MALFORMED =
      new Problem(
          HttpStatus.BAD_REQUEST_400, "the parameters are no percent-encoded UTF-8; encode them");

  private static final String DESCRIPTION = "openapi.json";
  private static final String ONE_PROCESS = "processes/";
  private static final String STREAM = "moves/stream";

  /** Answers that are made or sent at once. */
  private static final int TURNS = 8;

  private final Turns turns = new Turns(TURNS);
  private final Supplier<Optional<Shown>> shown;
  private final MoveFeed moves;
  private final MoveStream stream;
  private final Map<String, Function<Query, Reply>> endpoints = new LinkedHashMap<>();

  /** What was asked, and what there is to show. */
  private record Query(Shown shown, Map<String, List<String>> parameters) {}

  /**
   * Makes one.
   *
   * @param shown what metrics show now; empty before the first scan has ended
   */
  Api(Supplier<Optional<Shown>> shown, MoveFeed moves, MoveStream stream) {
    this.shown = requireNonNull(shown, "shown is null");
    this.moves = requireNonNull(moves, "moves is null");
    this.stream = requireNonNull(stream, "stream is null");
    endpoints.put("status", this::status);
    endpoints.put("processes", this::processes);
    endpoints.put("cgroups", this::cgroups);
    endpoints.put("namespaces", this::namespaces);
    endpoints.put("expectations", this::expectations);
    endpoints.put("moves", this::moves);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    String method = request.getMethod();
    if (!HttpMethod.GET.is(method) && !HttpMethod.HEAD.is(method)) {
      new Problem(HttpStatus.METHOD_NOT_ALLOWED_405, "there is nothing to change here; use GET")
          .document(path)
          .with("Allow", "GET, HEAD")
          .send(request, response, callback);
      return true;
    }
    String asked = path.substring(PREFIX.length());
    if (asked.equals(STREAM)) {
      stream(request, response, callback);
      return true;
    }
    if (!turns.take(
        callback, turn -> document(asked, path, request).send(request, response, turn))) {
      refuse(request, response, callback);
    }
    return true;
  }

  @Override
  public void refuse(Request request, Response response, Callback callback) {
    new Problem(
            HttpStatus.SERVICE_UNAVAILABLE_503,
            "too many answers are on their way; ask again in a moment")
        .document(Request.getPathInContext(request))
        .send(request, response, callback);
  }

  private Document document(String asked, String path, Request request) {
    try {
      if (asked.equals(DESCRIPTION)) {
        return new Document(HttpStatus.OK_200, JSON, description());
      }
      Reply reply = reply(asked, request);
      return switch (reply) {
        case Reply.Fields(var fields) -> new Document(HttpStatus.OK_200, JSON, JsonText.of(fields));
        case Reply.Refused(Problem problem) -> problem.document(path);
      };
    } catch (TooSlowException e) {
      return new Problem(HttpStatus.SERVICE_UNAVAILABLE_503, e.why()).document(path);
    } catch (RuntimeException e) {
      LOG.error("a request for {} could not be answered", asked, e);
      return new Problem(
              HttpStatus.INTERNAL_SERVER_ERROR_500,
              "this is a defect of cgck; its log says more, please report it")
          .document(path);
    }
  }

  private Reply reply(String asked, Request request) {
    Optional<Function<Query, Reply>> endpoint =
        Optional.ofNullable(endpoints.get(asked)).or(() -> oneProcess(asked));
    if (endpoint.isEmpty()) {
      return new Reply.Refused(
          new Problem(
              HttpStatus.NOT_FOUND_404,
              "there is nothing of this name; there are "
                  + String.join(", ", endpoints.keySet())
                  + ", processes/PID and "
                  + STREAM
                  + ", which "
                  + PREFIX
                  + DESCRIPTION
                  + " describes"));
    }
    Optional<Map<String, List<String>>> parameters = parameters(request);
    if (parameters.isEmpty()) {
      return new Reply.Refused(MALFORMED);
    }
    Optional<Shown> now = shown.get();
    if (now.isEmpty()) {
      return new Reply.Refused(
          new Problem(
              HttpStatus.SERVICE_UNAVAILABLE_503,
              "the first scan has not ended yet; ask again in a moment"));
    }
    return endpoint.get().apply(new Query(now.get(), parameters.get()));
  }

  /** Empty if they are malformed. */
  static Optional<Map<String, List<String>>> parameters(Request request) {
    Fields fields;
    try {
      fields = Request.extractQueryParameters(request);
    } catch (RuntimeException e) {
      LOG.debug("malformed parameters", e);
      return Optional.empty();
    }
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    fields.forEach(field -> parameters.put(field.getName(), field.getValues()));
    return Optional.of(parameters);
  }

  private static byte[] description() {
    try (InputStream description = Api.class.getResourceAsStream(DESCRIPTION)) {
      return requireNonNull(description, DESCRIPTION + " is not in the jar").readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> Reply understood(Asked<T> asked, Function<T, Reply> reply) {
    return switch (asked) {
      case Asked.Understood<T>(T query) -> reply.apply(query);
      case Asked.Mistaken<T>(List<Asked.Mistake> mistakes) ->
          new Reply.Refused(Problem.of(mistakes));
    };
  }

  private Reply status(Query query) {
    return understood(
        Parameters.none(query.parameters()),
        none -> new Reply.Fields(new StatusJson(query.shown())::write));
  }

  private Reply processes(Query query) {
    return understood(
        ProcessQuery.of(query.parameters(), ProcessOrder.PID),
        wanted -> {
          ProcessJson shape = new ProcessJson(query.shown());
          return Listing.of(query.shown(), "processes", wanted.in(query.shown()), shape::write);
        });
  }

  private Reply cgroups(Query query) {
    return understood(
        CgroupQuery.of(query.parameters()),
        wanted -> {
          CgroupJson shape = new CgroupJson(query.shown());
          return Listing.of(query.shown(), "cgroups", wanted.in(query.shown()), shape::write);
        });
  }

  private Reply namespaces(Query query) {
    return understood(
        NamespaceQuery.of(query.parameters()),
        wanted -> {
          NamespaceJson shape = new NamespaceJson(query.shown());
          return Listing.of(query.shown(), "namespaces", wanted.in(query.shown()), shape::write);
        });
  }

  private Reply expectations(Query query) {
    return understood(
        Parameters.none(query.parameters()),
        none -> new Reply.Fields(new ExpectationsJson(query.shown())::write));
  }

  private Reply moves(Query query) {
    return understood(
        MoveQuery.of(query.parameters()),
        wanted -> {
          MoveFeed.Contents contents = moves.contents();
          Slice<MoveFeed.Told> slice = wanted.in(contents.moves());
          return Listing.of(
              query.shown(),
              "moves",
              slice,
              MoveJson::write,
              json ->
                  json.field("forgotten", contents.forgotten())
                      .field("withheld", contents.withheld()));
        });
  }

  /** What {@code processes/PID} asks for; empty for any other path. */
  private static Optional<Function<Query, Reply>> oneProcess(String asked) {
    if (!asked.startsWith(ONE_PROCESS)) {
      return Optional.empty();
    }
    String pid = asked.substring(ONE_PROCESS.length());
    // So many digits are no overflow, and no kernel has larger ones.
    if (!pid.matches("[1-9][0-9]{0,8}")) {
      return Optional.empty();
    }
    return Optional.of(
        query ->
            understood(
                Parameters.none(query.parameters()),
                none ->
                    query
                        .shown()
                        .process(Integer.parseInt(pid))
                        .<Reply>map(
                            process ->
                                new Reply.Fields(
                                    json -> {
                                      json.field("snapshot_time", Listing.time(query.shown()));
                                      new ProcessJson(query.shown()).writeWhole(json, process);
                                    }))
                        .orElseGet(
                            () ->
                                new Reply.Refused(
                                    new Problem(
                                        HttpStatus.NOT_FOUND_404,
                                        "no process with PID "
                                            + pid
                                            + " is shown: there is none, or the configuration or"
                                            + " its limit leaves it out of the metrics")))));
  }

  private void stream(Request request, Response response, Callback callback) {
    Optional<Problem> refusal = stream.open(request, response, callback);
    refusal.ifPresent(
        problem -> {
          Document document = problem.document(PREFIX + STREAM);
          if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE_503) {
            document.with("Retry-After", "5");
          }
          document.send(request, response, callback);
        });
  }
}
