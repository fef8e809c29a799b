package io.cgck.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.OptionalInt;

/** The user database of this system, through the C library and so through {@code nss(5)}. */
public final class Users {
  private static final long PASSWD_SIZE = 48;
  private static final long PASSWD_UID_OFFSET = 16;
  private static final int ERANGE = 34;
  private static final long FIRST_SIZE = 1024;
  private static final long LARGEST_SIZE = 1 << 20;

  private static final MethodHandle GETPWNAM_R =
      ForeignCall.bind(
          "getpwnam_r",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
  private static final MethodHandle GETPWUID_R =
      ForeignCall.bind(
          "getpwuid_r",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));

  private final ForeignCall call = new ForeignCall();

  /** The ID of a user, by {@code getpwnam(3)}; empty if there is none of that name. */
  public synchronized OptionalInt uid(String name) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment wanted = scratch.allocateFrom(name);
      MemorySegment passwd = scratch.allocate(PASSWD_SIZE, 8);
      MemorySegment found = scratch.allocate(ADDRESS);
      for (long size = FIRST_SIZE; size <= LARGEST_SIZE; size *= 4) {
        MemorySegment strings = scratch.allocate(size);
        int error =
            (int) GETPWNAM_R.invokeExact(call.state(), wanted, passwd, strings, size, found);
        if (error != ERANGE) {
          return isFound(error, found)
              ? OptionalInt.of(passwd.get(JAVA_INT, PASSWD_UID_OFFSET))
              : OptionalInt.empty();
        }
      }
      return OptionalInt.empty();
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }

  /** The name of a user, by {@code getpwuid(3)}; empty if there is none with that ID. */
  @SuppressWarnings("restricted") // pw_name is a C string inside the buffer given
  public synchronized Optional<String> name(int uid) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment passwd = scratch.allocate(PASSWD_SIZE, 8);
      MemorySegment found = scratch.allocate(ADDRESS);
      for (long size = FIRST_SIZE; size <= LARGEST_SIZE; size *= 4) {
        MemorySegment strings = scratch.allocate(size);
        int error = (int) GETPWUID_R.invokeExact(call.state(), uid, passwd, strings, size, found);
        if (error != ERANGE) {
          return isFound(error, found)
              ? Optional.of(passwd.get(ADDRESS, 0).reinterpret(size).getString(0))
                  .filter(name -> !name.isEmpty())
              : Optional.empty();
        }
      }
      return Optional.empty();
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }

  private static boolean isFound(int error, MemorySegment found) {
    return error == 0 && found.get(ADDRESS, 0).address() != 0;
  }
}
