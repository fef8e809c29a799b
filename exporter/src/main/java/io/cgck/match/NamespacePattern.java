package io.cgck.match;

import com.google.re2j.Pattern;
import io.cgck.model.NamespaceId;

/** Which namespaces are meant. */
public sealed interface NamespacePattern {
  boolean matches(NamespaceId namespace);

  /** The namespace that the system booted with. */
  record Initial() implements NamespacePattern {
    @Override
    public boolean matches(NamespaceId namespace) {
      return namespace.isInitial();
    }

    @Override
    public String toString() {
      return "initial";
    }
  }

  /** Any other. */
  record Private() implements NamespacePattern {
    @Override
    public boolean matches(NamespaceId namespace) {
      return !namespace.isInitial();
    }

    @Override
    public String toString() {
      return "private";
    }
  }

  record Inode(long inode) implements NamespacePattern {
    @Override
    public boolean matches(NamespaceId namespace) {
      return namespace.inode() == inode;
    }

    @Override
    public String toString() {
      return Long.toString(inode);
    }
  }

  static Parsed<NamespacePattern> parse(String text) {
    return switch (text) {
      case "initial" -> new Parsed.Good<>(new Initial());
      case "private" -> new Parsed.Good<>(new Private());
      default ->
          Pattern.matches("[1-9][0-9]{0,17}", text)
              ? new Parsed.Good<>(new Inode(Long.parseLong(text)))
              : new Parsed.Bad<>(
                  "expected initial, private or the inode number of a namespace, found '"
                      + text
                      + "'");
    };
  }
}
