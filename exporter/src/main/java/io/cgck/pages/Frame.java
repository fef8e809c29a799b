package io.cgck.pages;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What all pages have around their content.
 *
 * @param section in which the page is; empty for none
 * @param host name of the host
 * @param version of cgck
 */
record Frame(String title, Optional<Section> section, Links links, String host, String version) {
  Frame {
    requireNonNull(title, "title is null");
    requireNonNull(section, "section is null");
    requireNonNull(links, "links is null");
    requireNonNull(host, "host is null");
    requireNonNull(version, "version is null");
  }

  boolean isIn(Section other) {
    return section.filter(other::equals).isPresent();
  }
}
