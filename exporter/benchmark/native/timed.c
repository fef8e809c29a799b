// Runs a command to its end once for each line of standard input, and says what that took. What the
// command prints is read and counted.
//
//   timed COMMAND [ARGUMENT...]
//
//   → CPU in microseconds (user and system, of the command only), wall time in microseconds, bytes
//     printed, lines printed, resident memory at most in KiB
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000L + time.tv_nsec / 1000;
}

int main(int argc, char **argv) {
  if (argc < 2) {
    printf("usage: timed COMMAND [ARGUMENT...]\n");
    return 2;
  }
  char line[16];
  while (fgets(line, sizeof line, stdin)) {
    static char text[65536];
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
      printf("pipe: %s\n", strerror(errno));
      return 1;
    }
    long start = now();
    pid_t pid = fork();
    if (pid < 0) {
      printf("fork: %s\n", strerror(errno));
      return 1;
    }
    if (pid == 0) {
      dup2(ends[1], STDOUT_FILENO);
      execvp(argv[1], argv + 1);
      dprintf(STDERR_FILENO, "%s: %s\n", argv[1], strerror(errno));
      _exit(127);
    }
    close(ends[1]);
    long bytes = 0, lines = 0;
    ssize_t length;
    while ((length = read(ends[0], text, sizeof text)) > 0) {
      bytes += length;
      for (ssize_t n = 0; n < length; n++) {
        lines += text[n] == '\n';
      }
    }
    close(ends[0]);
    int status;
    struct rusage usage;
    if (wait4(pid, &status, 0, &usage) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      printf("%s failed with status %d\n", argv[1], status);
      return 1;
    }
    printf("%ld %ld %ld %ld %ld\n",
           (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000L + usage.ru_utime.tv_usec +
               usage.ru_stime.tv_usec,
           now() - start, bytes, lines, usage.ru_maxrss);
    fflush(stdout);
  }
  return 0;
}
