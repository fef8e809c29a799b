package io.cgck.pages;

/** How serious something is. Colour never says it alone: there are always words, too. */
enum Tone {
  PLAIN(""),
  GOOD("good"),
  WARN("warn"),
  BAD("bad");

  private final String cssClass;

  Tone(String cssClass) {
    this.cssClass = cssClass;
  }

  String cssClass() {
    return cssClass;
  }
}
