package io.cgck.kernel;

import com.google.errorprone.annotations.MustBeClosed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads files and directories of the kernel with one buffer that is used again and again. Errors
 * are values: a negative result is a negated {@link Errno}.
 *
 * <p>An instance belongs to one thread. What {@link #bytes()} holds is valid until the next call.
 */
public final class KernelReader {
  private static final int AT_FDCWD = -100;

  /** Of {@code linux/magic.h}. */
  private static final long CGROUP_SUPER_MAGIC = 0x27e0eb;

  private static final long CGROUP2_SUPER_MAGIC = 0x63677270;
  private static final long SYSFS_MAGIC = 0x62656572;

  /** Type of an entry of the auxiliary vector ({@code getauxval(3)}): the size of a page. */
  private static final long AT_PAGESZ = 6;

  private static final int SMALLEST_PAGE = 4096;

  /** {@code USER_HZ}. */
  private static final long USER_HZ = 100;

  private static final int FIRST_SIZE = 64 * 1024;
  private static final int FIRST_COUNT = 1024;

  /**
   * A user may mount 100,000 times in a namespace of their own and so make a mountinfo of hundreds
   * of megabytes: that must not cost cgck its memory.
   */
  private static final int LARGEST_SIZE = 8 * 1024 * 1024;

  /** For a number, a slash and the longest file name that is read in such a directory. */
  private static final int NUMBERED_NAME_SIZE = 64;

  private static final int DIRENT_RECORD_LENGTH = 16;
  private static final int DIRENT_NAME = 19;

  private final Libc libc = new Libc();
  private final MemorySegment numberedName = Arena.ofAuto().allocate(NUMBERED_NAME_SIZE);
  private final ByteBuffer name = numberedName.asByteBuffer();
  private Optional<NamespaceCalls> namespaces = Optional.empty();
  private MemorySegment buffer = Arena.ofAuto().allocate(FIRST_SIZE);

  /**
   * The same memory. What a segment checks at every access takes long as long as it is not compiled
   * yet, and the first answer waits for thousands of them.
   */
  private ByteBuffer view = viewOf(buffer);

  private byte[] bytes = new byte[FIRST_SIZE];
  private int[] listed = new int[FIRST_COUNT];

  /** What the last successful read gave, from index 0 up to the length that it returned. */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Takes capabilities into effect for the calling thread and the threads that it starts, as far as
   * they are permitted to it: a file may permit capabilities without giving them ({@code
   * capabilities(7)}).
   *
   * @param wanted a set of those numbered below 32, one bit each
   * @return 0, or the negated errno
   */
  public int raiseCapabilities(int wanted) {
    return (int) libc.raiseCapabilities(wanted);
  }

  /** Opens a file or directory by its path, for reading. */
  @MustBeClosed
  public Descriptor open(String path) {
    try (Arena scratch = Arena.ofConfined()) {
      return new Descriptor(libc, libc.openat(AT_FDCWD, scratch.allocateFrom(path)));
    }
  }

  @MustBeClosed
  public Descriptor openAt(Descriptor directory, FileName name) {
    return new Descriptor(libc, libc.openat(directory.number(), name.segment()));
  }

  /** Opens the entry of a directory whose name is a number, as {@code /proc} has them. */
  @MustBeClosed
  public Descriptor openAt(Descriptor directory, int number) {
    writeNumber(number);
    return new Descriptor(libc, libc.openat(directory.number(), numberedName));
  }

  /** Opens {@code NUMBER/NAME} below a directory. */
  @MustBeClosed
  public Descriptor openAt(Descriptor directory, int number, FileName name) {
    writeNumberedName(number, name);
    return new Descriptor(libc, libc.openat(directory.number(), numberedName));
  }

  /**
   * Reads a whole file. Returns its length, or the negated errno; {@code EFBIG} for more than 8
   * MiB.
   */
  public int read(Descriptor directory, FileName name) {
    return read(directory, name, true);
  }

  /**
   * Reads a file of which the kernel hands out the whole text at once, as it does for {@code
   * single_open()} files ({@code stat}, {@code cgroup}): spares the read that would find the end.
   */
  public int readAtOnce(Descriptor directory, FileName name) {
    return read(directory, name, false);
  }

  /** Reads the first 64 KiB of a file. Returns how many bytes it got, or the negated errno. */
  public int readBeginning(Descriptor directory, FileName name) {
    int descriptor = libc.openat(directory.number(), name.segment());
    if (descriptor < 0) {
      return descriptor;
    }
    try {
      MemorySegment beginning = buffer.asSlice(0, FIRST_SIZE);
      long count = libc.read(descriptor, beginning);
      while (count == -Errno.EINTR.number()) {
        count = libc.read(descriptor, beginning);
      }
      return count < 0 ? (int) count : copyOut((int) count);
    } finally {
      libc.close(descriptor);
    }
  }

  private int read(Descriptor directory, FileName name, boolean toTheEnd) {
    return read(libc.openat(directory.number(), name.segment()), toTheEnd);
  }

  private int read(int descriptor, boolean toTheEnd) {
    if (descriptor < 0) {
      return descriptor;
    }
    try {
      return readOpen(descriptor, toTheEnd);
    } finally {
      libc.close(descriptor);
    }
  }

  private int readOpen(int descriptor, boolean toTheEnd) {
    int length = 0;
    while (true) {
      if (length == buffer.byteSize()) {
        if (length >= LARGEST_SIZE) {
          return -Errno.EFBIG.number();
        }
        grow(length);
      }
      MemorySegment rest = from(length);
      long count = libc.read(descriptor, rest);
      if (count == -Errno.EINTR.number()) {
        continue;
      }
      if (count < 0) {
        return (int) count;
      }
      length += (int) count;
      if (count == 0 || (!toTheEnd && count < rest.byteSize())) {
        return copyOut(length);
      }
    }
  }

  private static ByteBuffer viewOf(MemorySegment memory) {
    return memory.asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /** What is free of the buffer; most files fit into it as a whole. */
  private MemorySegment from(int used) {
    return used == 0 ? buffer : buffer.asSlice(used);
  }

  private void grow(int used) {
    MemorySegment larger = Arena.ofAuto().allocate(2L * buffer.byteSize());
    MemorySegment.copy(buffer, 0, larger, 0, used);
    buffer = larger;
    view = viewOf(buffer);
  }

  private int copyOut(int length) {
    if (bytes.length < length) {
      bytes = new byte[(int) buffer.byteSize()];
    }
    view.get(0, bytes, 0, length);
    return length;
  }

  /** Reads the target of a symbolic link. Returns its length, or the negated errno. */
  public int readLink(Descriptor directory, FileName name) {
    long length = libc.readlinkat(directory.number(), name.segment(), buffer);
    return length < 0 ? (int) length : copyOut((int) length);
  }

  /**
   * Reads the target of the symbolic link {@code NUMBER/NAME} below a directory. Returns its
   * length, or a negative number if that fails. Leaves nothing for the garbage collector.
   */
  public int glanceAtLink(Descriptor directory, int number, FileName name) {
    writeNumberedName(number, name);
    return glanced(QuickCalls.readlinkat(directory.number(), numberedName, buffer));
  }

  /**
   * Reads the beginning of {@code NUMBER/NAME} below a directory, as much as the kernel hands out
   * at once. Returns how many bytes it got, or a negative number if that fails. Leaves nothing for
   * the garbage collector.
   */
  public int glanceAt(Descriptor directory, int number, FileName name) {
    writeNumberedName(number, name);
    int descriptor = QuickCalls.openat(directory.number(), numberedName);
    if (descriptor < 0) {
      return descriptor;
    }
    int length = QuickCalls.pread(descriptor, buffer);
    QuickCalls.close(descriptor);
    return glanced(length);
  }

  /**
   * Reads an open file again from its beginning, as much as the kernel hands out at once: it makes
   * the text of a {@code /proc} file anew. Returns how many bytes it got, or a negative number if
   * that fails, as when the process has ended. Leaves nothing for the garbage collector.
   */
  public int glanceAt(Descriptor file) {
    return glanced(QuickCalls.pread(file.number(), buffer));
  }

  /** What fills the buffer may be cut, so that it does not count. */
  private int glanced(int length) {
    return length < 0 || length == buffer.byteSize() ? -1 : copyOut(length);
  }

  /** Reads the target of a symbolic link by its path. Returns its length, or the negated errno. */
  public int readLink(String path) {
    try (Arena scratch = Arena.ofConfined()) {
      long length = libc.readlinkat(AT_FDCWD, scratch.allocateFrom(path), buffer);
      return length < 0 ? (int) length : copyOut((int) length);
    }
  }

  /**
   * Lists the entries of a directory whose names are numbers, from its beginning. Returns how many
   * there are, or the negated errno; {@link #listed()} then has them.
   */
  public int listNumbers(Descriptor directory) {
    long rewound = libc.rewind(directory.number());
    if (rewound < 0) {
      return (int) rewound;
    }
    int count = 0;
    boolean ascending = true;
    while (true) {
      long length = libc.getdents64(directory.number(), buffer);
      if (length < 0) {
        return (int) length;
      }
      if (length == 0) {
        if (!ascending) {
          Arrays.sort(listed, 0, count);
        }
        return count;
      }
      int entry = 0;
      while (entry < length) {
        int number = numberAt(entry + DIRENT_NAME);
        if (number >= 0) {
          if (count == listed.length) {
            listed = Arrays.copyOf(listed, 2 * count);
          }
          ascending &= count == 0 || listed[count - 1] < number;
          listed[count++] = number;
        }
        entry += Short.toUnsignedInt(view.getShort(entry + DIRENT_RECORD_LENGTH));
      }
    }
  }

  /** The numbers that the last listing gave, ascending, from index 0 up to how many they were. */
  public int[] listed() {
    return listed;
  }

  /** The decimal number that the C string at an offset is, or -1. */
  private int numberAt(int offset) {
    long number = 0;
    for (int digits = 0; digits <= 10; digits++) {
      byte c = view.get(offset + digits);
      if (c == 0) {
        return digits == 0 || number > Integer.MAX_VALUE ? -1 : (int) number;
      }
      if (c < '0' || c > '9') {
        return -1;
      }
      number = 10 * number + (c - '0');
    }
    return -1;
  }

  /** Writes {@code NUMBER}; returns its length. */
  private int writeNumber(int number) {
    int digits = 1;
    for (int rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    int rest = number;
    for (int at = digits - 1; at >= 0; at--) {
      name.put(at, (byte) ('0' + rest % 10));
      rest /= 10;
    }
    name.put(digits, (byte) 0);
    return digits;
  }

  /** Writes {@code NUMBER/NAME}. */
  private void writeNumberedName(int number, FileName file) {
    int digits = writeNumber(number);
    name.put(digits, (byte) '/');
    name.put(digits + 1, file.bytes());
  }

  /** Inode of what a descriptor refers to; empty if the kernel refuses to say. */
  public OptionalLong inode(Descriptor descriptor) {
    return libc.fstat(descriptor.number()) < 0
        ? OptionalLong.empty()
        : OptionalLong.of(libc.statxInode());
  }

  /** Owner of what a descriptor refers to; empty if the kernel refuses to say. */
  public OptionalInt owner(Descriptor descriptor) {
    return libc.fstat(descriptor.number()) < 0
        ? OptionalInt.empty()
        : OptionalInt.of(libc.statxUid());
  }

  /** Whether what a descriptor refers to is in a cgroup file system, of either version. */
  public boolean isInCgroupfs(Descriptor descriptor) {
    long magic = libc.fileSystem(descriptor.number());
    return magic == CGROUP_SUPER_MAGIC || magic == CGROUP2_SUPER_MAGIC;
  }

  /** Whether what a descriptor refers to is in a sysfs. */
  public boolean isInSysfs(Descriptor descriptor) {
    return libc.fileSystem(descriptor.number()) == SYSFS_MAGIC;
  }

  /**
   * Reads an open file again from its beginning: the kernel makes the text of a {@code /proc} file
   * anew. Returns the length, or the negated errno ({@code ESRCH} when the process has ended).
   */
  public int readAgain(Descriptor file) {
    int length = 0;
    while (true) {
      MemorySegment rest = from(length);
      long count = libc.pread(file.number(), rest, length);
      if (count == -Errno.EINTR.number()) {
        continue;
      }
      if (count < 0) {
        return (int) count;
      }
      length += (int) count;
      if (count < rest.byteSize()) {
        return copyOut(length);
      }
      if (length >= LARGEST_SIZE) {
        return -Errno.EFBIG.number();
      }
      grow(length);
    }
  }

  /**
   * Whether the mount table behind an open {@code mountinfo} changed since the last time this was
   * asked ({@code proc_pid_mounts(5)}); the first answer after opening is no. An error is a change,
   * so that whoever asks reads again and meets it.
   */
  public boolean mountsChanged(Descriptor mountinfo) {
    int happened = namespaces().poll(mountinfo.number(), NamespaceCalls.POLLPRI, 0);
    return happened < 0 || (happened & (NamespaceCalls.POLLPRI | NamespaceCalls.POLLERR)) != 0;
  }

  /**
   * Moves the calling thread, and no other, into a cgroup namespace ({@code setns(2)}). Needs
   * CAP_SYS_ADMIN. Returns 0, or the negated errno.
   */
  public int enterCgroupNamespace(Descriptor namespace) {
    return namespaces().setns(namespace.number(), NamespaceCalls.CLONE_NEWCGROUP);
  }

  /** Bound when they are needed first: not for the first answer after the start. */
  private NamespaceCalls namespaces() {
    NamespaceCalls calls = namespaces.orElseGet(NamespaceCalls::new);
    namespaces = Optional.of(calls);
    return calls;
  }

  /**
   * Lets this process have as many files open as the kernel allows it ({@code RLIMIT_NOFILE}).
   * Returns how many that are, or the negated errno.
   */
  public long raiseOpenFiles() {
    return libc.raiseOpenFiles();
  }

  /**
   * Clock ticks in a second, the unit of times in {@code /proc/PID/stat}: {@code USER_HZ} of {@code
   * include/asm-generic/param.h}, which of all architectures only alpha and ia64 define
   * differently. Not by {@code sysconf(3)}: to bind one more function takes longer than to read the
   * processes of a small host.
   */
  public long clockTicksPerSecond() {
    return USER_HZ;
  }

  /**
   * Size of a page of memory, from the auxiliary vector that the kernel gave this process ({@code
   * getauxval(3)}). The smallest one that there is if that cannot be read.
   */
  public int pageBytes() {
    try (Descriptor auxiliary = open("/proc/self/auxv")) {
      int length = auxiliary.isOpen() ? readAgain(auxiliary) : 0;
      ByteBuffer vector = ByteBuffer.wrap(bytes, 0, Math.max(0, length));
      vector.order(ByteOrder.nativeOrder());
      while (vector.remaining() >= 2 * Long.BYTES) {
        long type = vector.getLong();
        long value = vector.getLong();
        if (type == AT_PAGESZ) {
          return (int) value;
        }
      }
      return SMALLEST_PAGE;
    }
  }
}
