package io.cgck.procfs;

import static java.util.Objects.requireNonNull;

import io.cgck.kernel.Errno;
import java.util.Optional;
import java.util.function.Function;

/** What reading a kernel file gave. */
public sealed interface ReadResult<T> {
  /** It was read. */
  record Ok<T>(T value) implements ReadResult<T> {
    public Ok {
      requireNonNull(value, "value is null");
    }

    @Override
    public <R> ReadResult<R> then(Function<? super T, ReadResult<R>> function) {
      return function.apply(value);
    }

    @Override
    public Optional<String> error() {
      return Optional.empty();
    }
  }

  /**
   * It is not there: the process has ended (ENOENT on open, ESRCH on read), it is a zombie and has
   * none any more (EINVAL for mountinfo), or this kernel has no such file.
   */
  record Vanished<T>() implements ReadResult<T> {
    @Override
    public <R> ReadResult<R> then(Function<? super T, ReadResult<R>> function) {
      return new Vanished<>();
    }

    @Override
    public Optional<String> error() {
      return Optional.empty();
    }
  }

  /** The reader may not read it (EACCES, EPERM). */
  record Denied<T>() implements ReadResult<T> {
    @Override
    public <R> ReadResult<R> then(Function<? super T, ReadResult<R>> function) {
      return new Denied<>();
    }

    @Override
    public Optional<String> error() {
      return Optional.of("permission_denied");
    }
  }

  /**
   * It was read and makes no sense.
   *
   * @param why what was expected, and the text found instead
   */
  record Malformed<T>(String why) implements ReadResult<T> {
    public Malformed {
      requireNonNull(why, "why is null");
    }

    @Override
    public <R> ReadResult<R> then(Function<? super T, ReadResult<R>> function) {
      return new Malformed<>(why);
    }

    @Override
    public Optional<String> error() {
      return Optional.of("malformed");
    }
  }

  /** The kernel refused for another reason, for example for lack of descriptors. */
  record Failed<T>(Errno errno) implements ReadResult<T> {
    public Failed {
      requireNonNull(errno, "errno is null");
    }

    @Override
    public <R> ReadResult<R> then(Function<? super T, ReadResult<R>> function) {
      return new Failed<>(errno);
    }

    @Override
    public Optional<String> error() {
      return Optional.of(errno.symbol());
    }
  }

  static <T> ReadResult<T> ofError(Errno errno) {
    if (errno.equals(Errno.ENOENT) || errno.equals(Errno.ESRCH) || errno.equals(Errno.EINVAL)) {
      return new Vanished<>();
    }
    return errno.isDenied() ? new Denied<>() : new Failed<>(errno);
  }

  default Optional<T> toOptional() {
    return this instanceof Ok<T>(T value) ? Optional.of(value) : Optional.empty();
  }

  default <R> ReadResult<R> map(Function<? super T, R> function) {
    return then(value -> new Ok<>(function.apply(value)));
  }

  <R> ReadResult<R> then(Function<? super T, ReadResult<R>> function);

  /** Value of the label {@code reason} if this is an error; that a thing vanished is none. */
  Optional<String> error();
}
