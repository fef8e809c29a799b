package io.cgck.cli;

import java.util.Arrays;

/**
 * Entry point where a file names the Java launcher as its interpreter, as in the container image,
 * which has no shell: {@code execve(2)} puts the path of that file before the arguments.
 */
public final class ScriptMain {
  private ScriptMain() {}

  public static void main(String[] args) {
    Main.main(Arrays.copyOfRange(args, 1, args.length));
  }
}
