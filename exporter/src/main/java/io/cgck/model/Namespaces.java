package io.cgck.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The namespaces of one process; kinds that could not be read are absent. */
public record Namespaces(Map<NamespaceKind, NamespaceId> byKind) {
  public static final Namespaces UNREAD = new Namespaces(Map.of());

  public Namespaces {
    EnumMap<NamespaceKind, NamespaceId> copy = new EnumMap<>(NamespaceKind.class);
    copy.putAll(byKind);
    byKind = Collections.unmodifiableMap(copy);
  }

  public Optional<NamespaceId> get(NamespaceKind kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  public Optional<NamespaceId> cgroup() {
    return get(NamespaceKind.CGROUP);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Namespaces that && byKind.equals(that.byKind);
  }

  @Override
  public int hashCode() {
    return byKind.hashCode();
  }
}
