package io.cgck.procfs;

/**
 * {@code /proc/PID/stat} ({@code proc_pid_stat(5)}), as far as identity needs it.
 *
 * @param comm command name, as {@code /proc/PID/comm} has it
 * @param state one letter; Z is a zombie, X and x are dead
 * @param parentPid PID of the parent, 0 for none in this PID namespace
 * @param flags kernel flags of the task ({@code PF_*} in {@code include/linux/sched.h})
 * @param threads threads that have not ended, and the main thread even if it has
 * @param startTicks start time in clock ticks since boot
 * @param startStack address of the bottom of the stack, another one after {@code execve(2)}; 0
 *     where {@code ptrace(2)} access mode {@code PTRACE_MODE_READ_FSCREDS} is not given, and for
 *     kernel threads
 */
public record ProcStat(
    int pid,
    String comm,
    char state,
    int parentPid,
    long flags,
    long threads,
    long startTicks,
    long startStack) {
  private static final long PF_EXITING = 0x00000004;
  private static final long PF_KTHREAD = 0x00200000;

  /**
   * No name ends later: the kernel writes at most 64 bytes of it ({@code proc_task_name()} in
   * {@code fs/proc/array.c}), after a PID of at most 10 digits.
   */
  private static final int COMM_ENDS_BEFORE = 96;

  private static final int STATE = 3;
  private static final int PARENT_PID = 4;
  private static final int FLAGS = 9;
  private static final int THREADS = 20;
  private static final int START_TIME = 22;
  private static final int START_STACK = 28;

  public boolean isKernelThread() {
    return (flags & PF_KTHREAD) != 0;
  }

  /**
   * Whether the main thread has ended, or is about to: from then on the kernel says of its cgroups
   * in v1 hierarchies that they are the root cgroup.
   */
  public boolean hasEnded() {
    return isOfTheDead(state) || (flags & PF_EXITING) != 0;
  }

  /** Whether other threads go on although the main thread has ended. */
  public boolean outlivesItsMainThread() {
    return hasEnded() && threads > 1;
  }

  /**
   * Parses the file. The command name may hold any byte but NUL, and other than in {@code status}
   * nothing of it is escaped ({@code do_task_stat()} in {@code fs/proc/array.c}), so it ends at the
   * last closing parenthesis.
   */
  static ReadResult<ProcStat> parse(byte[] bytes, int size) {
    KernelText text = KernelText.of(bytes, size).withoutNewline();
    int length = text.length();
    int open = KernelText.indexOf(bytes, 0, length, '(');
    int close = KernelText.lastIndexOf(bytes, 0, Math.min(length, COMM_ENDS_BEFORE), ')');
    if (open < 2 || close < open || bytes[open - 1] != ' ') {
      return malformed(text);
    }
    long pid = KernelText.number(bytes, 0, open - 1);
    long parent = -1;
    long flags = -1;
    long threads = -1;
    long start = -1;
    long stack = 0;
    char state = 0;
    int field = STATE;
    int at = close + 2;
    while (at <= length && field <= START_STACK) {
      int space = KernelText.indexOf(bytes, at, length, ' ');
      int end = space < 0 ? length : space;
      switch (field) {
        case STATE -> state = end == at + 1 ? (char) bytes[at] : 0;
        case PARENT_PID -> parent = KernelText.number(bytes, at, end);
        case FLAGS -> flags = KernelText.number(bytes, at, end);
        case THREADS -> threads = KernelText.number(bytes, at, end);
        case START_TIME -> start = KernelText.number(bytes, at, end);
        case START_STACK -> stack = KernelText.number(bytes, at, end);
        default -> {}
      }
      field++;
      at = end + 1;
    }
    if (pid < 0
        || pid > Integer.MAX_VALUE
        || parent < 0
        || parent > Integer.MAX_VALUE
        || flags < 0
        || threads < 0
        || start < 0
        || stack < 0
        || state == 0) {
      return malformed(text);
    }
    String comm = text.slice(open + 1, close).toString();
    return new ReadResult.Ok<>(
        new ProcStat((int) pid, comm, state, (int) parent, flags, threads, start, stack));
  }

  /** Whether it is the same of what lasts, and so not of flags and threads, which come and go. */
  public boolean saysTheSame(ProcStat that) {
    return pid == that.pid
        && comm.equals(that.comm)
        && hasEnded() == that.hasEnded()
        && parentPid == that.parentPid
        && isKernelThread() == that.isKernelThread()
        && startTicks == that.startTicks
        && startStack == that.startStack;
  }

  /** The same with the object that stands for all equal command names. */
  public ProcStat withComm(String shared) {
    return new ProcStat(pid, shared, state, parentPid, flags, threads, startTicks, startStack);
  }

  /**
   * Whether the file still says the same of what lasts (not of flags and threads, which come and
   * go), and that the process has not ended. Leaves nothing for the garbage collector.
   */
  boolean isStillSaidBy(byte[] bytes, int length) {
    int close = KernelText.lastIndexOf(bytes, 0, Math.min(length, COMM_ENDS_BEFORE), ')');
    int open = KernelText.indexOf(bytes, 0, close, '(');
    return open >= 2
        && close > open
        && KernelText.number(bytes, 0, open - 1) == pid
        && isNamed(bytes, open + 1, close)
        && hasSameFields(bytes, close + 2, length);
  }

  /**
   * A name that is not ASCII has to be decoded, which is slower, and still less than a full read.
   */
  private boolean isNamed(byte[] bytes, int from, int to) {
    return KernelText.contentEquals(bytes, from, to, comm)
        || (KernelText.hasOtherThanAscii(bytes, from, to)
            && new KernelText(bytes, from, to).toString().equals(comm));
  }

  private boolean hasSameFields(byte[] bytes, int from, int length) {
    int at = from;
    for (int field = STATE; field <= START_STACK; field++) {
      int end = at;
      while (end < length && bytes[end] != ' ' && bytes[end] != '\n') {
        end++;
      }
      if (end == at || !isSame(field, bytes, at, end)) {
        return false;
      }
      at = end + 1;
    }
    return true;
  }

  private boolean isSame(int field, byte[] bytes, int at, int end) {
    return switch (field) {
      case STATE -> !isOfTheDead((char) bytes[at]);
      case PARENT_PID -> KernelText.number(bytes, at, end) == parentPid;
      case FLAGS -> {
        long now = KernelText.number(bytes, at, end);
        yield now >= 0 && ((now ^ flags) & PF_KTHREAD) == 0 && (now & PF_EXITING) == 0;
      }
      case START_TIME -> KernelText.number(bytes, at, end) == startTicks;
      case START_STACK -> KernelText.number(bytes, at, end) == startStack;
      default -> true;
    };
  }

  private static boolean isOfTheDead(char state) {
    return state == 'Z' || state == 'X' || state == 'x';
  }

  private static ReadResult<ProcStat> malformed(KernelText text) {
    return new ReadResult.Malformed<>(
        "expected 'PID (comm) state ppid …' with 22 fields or more, found '" + text + "'");
  }
}
