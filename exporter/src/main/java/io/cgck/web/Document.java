package io.cgck.web;

import static java.util.Objects.requireNonNull;

import io.cgck.metrics.Body;
import io.cgck.metrics.ContentCoding;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A whole document, for handlers outside of this package: with gzip for whom accepts it, with an
 * entity tag, and as 304 for whom has it already.
 */
public final class Document {
  /** Shorter ones do not get shorter. */
  private static final int WORTH_COMPRESSING = 512;

  private static final int TAG_BYTES = 12;
  private static final String GZIP_SUFFIX = "-gzip";

  private final int status;
  private final String contentType;
  private final byte[] content;
  private final Map<String, String> headers = new LinkedHashMap<>();

  /**
   * Makes one that caches must ask about before they give it away.
   *
   * @param content not to be changed afterwards
   */
  public Document(int status, String contentType, byte[] content) {
    this.status = status;
    this.contentType = requireNonNull(contentType, "contentType is null");
    this.content = requireNonNull(content, "content is null");
    headers.put("Cache-Control", "no-cache");
  }

  /** Sets a header of the response; {@code Cache-Control} is {@code no-cache} unless set. */
  public Document with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  /** Answers a request with it. For HEAD, Jetty leaves the body out. */
  public void send(Request request, Response response, Callback callback) {
    headers.forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.VARY, HttpHeader.ACCEPT_ENCODING.asString());
    ContentCoding coding =
        content.length < WORTH_COMPRESSING
            ? ContentCoding.IDENTITY
            : ContentCoding.negotiate(all(request, HttpHeader.ACCEPT_ENCODING));
    if (status == HttpStatus.OK_200 && isSafe(request.getMethod())) {
      String tag = tag();
      response.getHeaders().put(HttpHeader.ETAG, quoted(tag, coding));
      if (isKnown(all(request, HttpHeader.IF_NONE_MATCH), quoted(tag, coding))) {
        SecurityHeaders.addMissing(response.getHeaders());
        response.setStatus(HttpStatus.NOT_MODIFIED_304);
        callback.succeeded();
        return;
      }
    }
    coding
        .contentEncoding()
        .ifPresent(name -> response.getHeaders().put(HttpHeader.CONTENT_ENCODING, name));
    new Answer(status, contentType, Body.of(content, coding)).send(response, callback);
  }

  private static boolean isSafe(String method) {
    return HttpMethod.GET.is(method) || HttpMethod.HEAD.is(method);
  }

  /** The values of a header, as one list. */
  static String all(Request request, HttpHeader header) {
    return String.join(",", request.getHeaders().getValuesList(header));
  }

  /** A strong tag is another one for each coding: RFC 9110, section 8.8.3.3. */
  private static String quoted(String tag, ContentCoding coding) {
    return '"' + tag + (coding == ContentCoding.GZIP ? GZIP_SUFFIX : "") + '"';
  }

  /**
   * Whether a client has it in the coding that it would get. The comparison is the weak one: RFC
   * 9110, section 13.1.2.
   */
  private static boolean isKnown(String ifNoneMatch, String tag) {
    for (String candidate : ifNoneMatch.split(",", -1)) {
      String known = candidate.strip();
      known = known.startsWith("W/") ? known.substring(2) : known;
      if (known.equals("*") || known.equals(tag)) {
        return true;
      }
    }
    return false;
  }

  private String tag() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, TAG_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
