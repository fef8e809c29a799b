package io.cgck.pages;

/** The pages that are always there, in the order of the navigation. */
enum Section {
  STATUS("Status", ""),
  PROCESSES("Processes", "processes"),
  CGROUPS("Cgroups", "cgroups"),
  NAMESPACES("Namespaces", "namespaces"),
  EXPECTATIONS("Expectations", "expectations"),
  MOVES("Moves", "moves");

  private final String title;
  private final String path;

  Section(String title, String path) {
    this.title = title;
    this.path = path;
  }

  String title() {
    return title;
  }

  /** Relative to the root of all pages; the status page has its own rule, see {@link Links}. */
  String path() {
    return path;
  }
}
