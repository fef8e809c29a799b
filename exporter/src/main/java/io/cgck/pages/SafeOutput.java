package io.cgck.pages;

import gg.jte.TemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import io.cgck.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a template puts into a page: escaped for where it stands, as the template engine does,
 * and before that without what could steer a reader, as everywhere in cgck: control characters and
 * changes of direction show as escapes.
 */
final class SafeOutput extends OwaspHtmlTemplateOutput {
  SafeOutput(TemplateOutput output) {
    super(output);
  }

  @Override
  public void writeUserContent(@Nullable String value) {
    super.writeUserContent(value == null ? null : Printable.of(value));
  }
}
