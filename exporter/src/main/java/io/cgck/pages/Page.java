package io.cgck.pages;

import gg.jte.html.HtmlTemplateOutput;
import gg.jte.output.Utf8ByteOutput;
import java.util.function.Consumer;

/** A page as it is sent. */
final class Page {
  private static final int OK = 200;

  private final int status;
  private final byte[] html;

  private Page(int status, byte[] html) {
    this.status = status;
    this.html = html;
  }

  static Page of(Consumer<HtmlTemplateOutput> template) {
    return of(OK, template);
  }

  static Page of(int status, Consumer<HtmlTemplateOutput> template) {
    Utf8ByteOutput bytes = new Utf8ByteOutput();
    template.accept(new SafeOutput(bytes));
    return new Page(status, bytes.toByteArray());
  }

  int status() {
    return status;
  }

  /** Not to be changed. */
  byte[] html() {
    return html;
  }
}
