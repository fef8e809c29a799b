package io.cgck.kernel;

import java.util.Locale;

/**
 * An error number of {@code errno(3)}, as a value. These numbers are the same on all architectures
 * that a JDK 25 runs on.
 */
public record Errno(int number) {
  public static final Errno EPERM = new Errno(1);
  public static final Errno ENOENT = new Errno(2);
  public static final Errno ESRCH = new Errno(3);
  public static final Errno EINTR = new Errno(4);
  public static final Errno EIO = new Errno(5);
  public static final Errno EBADF = new Errno(9);
  public static final Errno ENOMEM = new Errno(12);
  public static final Errno EACCES = new Errno(13);
  public static final Errno ENODEV = new Errno(19);
  public static final Errno ENOTDIR = new Errno(20);
  public static final Errno EINVAL = new Errno(22);
  public static final Errno ENFILE = new Errno(23);
  public static final Errno EMFILE = new Errno(24);
  public static final Errno EFBIG = new Errno(27);
  public static final Errno EOPNOTSUPP = new Errno(95);

  /** The error in a result of a system call, which is the negated number. */
  public static Errno ofResult(long result) {
    if (result >= 0) {
      throw new IllegalArgumentException("result is no error: " + result);
    }
    return new Errno((int) -result);
  }

  /** The symbolic name, for example {@code EACCES}; {@code errno_N} for rare ones. */
  public String symbol() {
    return switch (number) {
      case 1 -> "EPERM";
      case 2 -> "ENOENT";
      case 3 -> "ESRCH";
      case 4 -> "EINTR";
      case 5 -> "EIO";
      case 9 -> "EBADF";
      case 12 -> "ENOMEM";
      case 13 -> "EACCES";
      case 19 -> "ENODEV";
      case 20 -> "ENOTDIR";
      case 22 -> "EINVAL";
      case 23 -> "ENFILE";
      case 24 -> "EMFILE";
      case 27 -> "EFBIG";
      case 95 -> "EOPNOTSUPP";
      default -> String.format(Locale.ROOT, "errno_%d", number);
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Errno that && number == that.number;
  }

  @Override
  public int hashCode() {
    return number;
  }

  /** Not permitted, whichever of the two numbers the kernel chose to say so. */
  public boolean isDenied() {
    return equals(EACCES) || equals(EPERM);
  }

  @Override
  public String toString() {
    return symbol();
  }
}
