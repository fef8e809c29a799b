package io.cgck.pages;

import java.util.Optional;
import java.util.stream.Stream;

/** All files that pages need; nothing comes from elsewhere. */
record Assets(Asset style, Asset script, Asset icon) {
  static Assets load() {
    return new Assets(
        Asset.load("cgck.css", "text/css; charset=utf-8"),
        Asset.load("cgck.js", "text/javascript; charset=utf-8"),
        Asset.load("cgck.svg", "image/svg+xml"));
  }

  Optional<Asset> named(String name) {
    return Stream.of(style, script, icon).filter(asset -> asset.name().equals(name)).findFirst();
  }
}
