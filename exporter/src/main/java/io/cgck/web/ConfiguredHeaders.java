package io.cgck.web;

import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * An answer with the headers of the web configuration, which count more than those of whoever
 * answers, and than defaults. With an empty value a header is left out.
 */
final class ConfiguredHeaders extends Response.Wrapper {
  private final HttpFields.Mutable headers;

  ConfiguredHeaders(Request request, Response wrapped, Map<String, String> configured) {
    super(request, wrapped);
    this.headers = new Pinned(wrapped.getHeaders(), configured);
    configured.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            wrapped.getHeaders().remove(name);
          } else {
            wrapped.getHeaders().put(name, value);
          }
        });
  }

  @Override
  public HttpFields.Mutable getHeaders() {
    return headers;
  }

  private static final class Pinned extends HttpFields.Mutable.Wrapper {
    private final Map<String, String> configured;

    Pinned(HttpFields.Mutable wrapped, Map<String, String> configured) {
      super(wrapped);
      this.configured = configured;
    }

    private boolean isPinned(HttpField field) {
      return configured.keySet().stream().anyMatch(field.getName()::equalsIgnoreCase);
    }

    @Override
    public @Nullable HttpField onAddField(HttpField field) {
      return isPinned(field) ? null : field;
    }

    @Override
    public boolean onRemoveField(HttpField field) {
      return !isPinned(field);
    }

    @Override
    public HttpField onReplaceField(HttpField oldField, HttpField newField) {
      return isPinned(oldField) ? oldField : newField;
    }
  }
}
