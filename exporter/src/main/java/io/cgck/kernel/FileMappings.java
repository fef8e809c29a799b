package io.cgck.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that are mapped into this process: its libraries, and the classes of its runtime. */
public final class FileMappings {
  private static final int MADV_DONTNEED = 4;
  private static final Path SMAPS = Path.of("/proc/self/smaps");

  /**
   * Head of a private mapping, as {@code proc(5)} has it, of code or of the runtime's cache of
   * classes. Other read-only mappings may have been written to when they were made: constants of
   * libraries that hold addresses.
   */
  private static final Pattern READ_ONLY =
      Pattern.compile(
          "([0-9a-f]+)-([0-9a-f]+) (r-xp .*|r--p [0-9a-f]+ \\S+ [0-9]+ +/.*/cgck\\.aot)");

  private static final Pattern HEAD = Pattern.compile("[0-9a-f]+-[0-9a-f]+ .*");
  private static final Pattern UNCHANGED = Pattern.compile("Anonymous: +0 kB");

  private static final MethodHandle MADVISE =
      ForeignCall.bind("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

  private final ForeignCall call = new ForeignCall();

  /**
   * Lets go of the pages of read-only mappings ({@code madvise(2)}, {@code MADV_DONTNEED}). What is
   * used again comes back from the page cache; what was used at the start only, most of it, does
   * not count as resident any more. Only of mappings in which no page was changed, which is what
   * makes it harmless.
   *
   * @throws IOException if the mappings cannot be read
   */
  public void release() throws IOException {
    List<String> lines = Files.readAllLines(SMAPS, ISO_8859_1);
    String head = "";
    for (String line : lines) {
      if (HEAD.matcher(line).matches()) {
        head = line;
      } else if (UNCHANGED.matcher(line).matches()) {
        release(head);
      }
    }
  }

  private void release(String head) {
    Matcher mapping = READ_ONLY.matcher(head);
    if (!mapping.matches()) {
      return;
    }
    long start = HexFormat.fromHexDigitsToLong(mapping.group(1));
    long end = HexFormat.fromHexDigitsToLong(mapping.group(2));
    try {
      // It may be refused, where pages are locked; then they stay.
      call.result(
          (int)
              MADVISE.invokeExact(
                  call.state(), MemorySegment.ofAddress(start), end - start, MADV_DONTNEED));
    } catch (Throwable t) {
      throw ForeignCall.unexpected(t);
    }
  }
}
