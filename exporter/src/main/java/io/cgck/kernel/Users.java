package io.cgck.kernel;

import java.util.Optional;
import java.util.OptionalInt;

/** The user database of this system, through the C library and so through {@code nss(5)}. */
public final class Users {
  private final Libc libc = new Libc();

  /** The ID of a user; empty if there is none of that name. */
  public synchronized OptionalInt uid(String name) {
    long uid = libc.uidOf(name);
    return uid < 0 ? OptionalInt.empty() : OptionalInt.of((int) uid);
  }

  /** The name of a user; empty if there is none with that ID. */
  public synchronized Optional<String> name(int uid) {
    String name = libc.userOf(uid);
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }
}
