package io.cgck.api;

import static java.util.Objects.requireNonNull;

import io.cgck.query.Asked;
import io.cgck.web.Document;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Why a request has no other answer: a problem document of RFC 9457.
 *
 * @param status of the response
 * @param detail a sentence for people, with what to do
 * @param mistakes in the parameters
 */
record Problem(int status, String detail, List<Asked.Mistake> mistakes) {
  private static final String CONTENT_TYPE = "application/problem+json";
  private static final String RETRY_SECONDS = "1";

  Problem {
    requireNonNull(detail, "detail is null");
    mistakes = List.copyOf(mistakes);
  }

  Problem(int status, String detail) {
    this(status, detail, List.of());
  }

  static Problem of(List<Asked.Mistake> mistakes) {
    Asked.Mistake first = mistakes.getFirst();
    return new Problem(
        HttpStatus.BAD_REQUEST_400,
        mistakes.size() == 1
            ? "the parameter " + first.parameter() + " " + first.why()
            : mistakes.size() + " parameters mean nothing; each is explained",
        mistakes);
  }

  /**
   * The response; with 503, whoever asks may come again in a moment.
   *
   * @param instance path of the request
   */
  Document document(String instance) {
    Document document =
        new Document(
            status,
            CONTENT_TYPE,
            JsonText.of(
                json -> {
                  // The status says all about the type: RFC 9457, section 4.2.1.
                  json.field("type", "about:blank")
                      .field("title", HttpStatus.getMessage(status))
                      .field("status", status)
                      .field("detail", detail)
                      .field("instance", instance);
                  json.array(
                      "parameters",
                      () ->
                          mistakes.forEach(
                              mistake ->
                                  json.object(
                                      () ->
                                          json.field("name", mistake.parameter())
                                              .field("reason", mistake.why()))));
                }));
    return status == HttpStatus.SERVICE_UNAVAILABLE_503
        ? document.with("Retry-After", RETRY_SECONDS)
        : document;
  }
}
