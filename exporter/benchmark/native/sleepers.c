// Real processes to look at: forks sleepers that are spread over cgroups and have some different
// names, and moves some of them when told to. They end with this program, whatever ends it.
//
//   sleepers COUNT NAMES CGROUP-DIRECTORY...
//
// Says "ready COUNT" when all sleep. Then each line of standard input is a number: that many are
// moved to the cgroup after the one that they are in, and "moved NUMBER" is said. Ends at the end of
// standard input. What went wrong is said in one line, and the exit status is 1.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST = 100000, MOST_CGROUPS = 1000 };

static pid_t pids[MOST];
static int places[MOST];
static int count;

static void end_all(void) {
  for (int n = 0; n < count; n++) {
    kill(pids[n], SIGKILL);
  }
  for (int n = 0; n < count; n++) {
    waitpid(pids[n], NULL, 0);
  }
}

static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vprintf(format, arguments);
  va_end(arguments);
  printf(": %s\n", strerror(errno));
  fflush(stdout);
  end_all();
  exit(1);
}

static void put(int cgroup, pid_t pid) {
  char text[16];
  int length = snprintf(text, sizeof text, "%d", pid);
  if (write(cgroup, text, length) != length) {
    fail("process %d cannot be moved", pid);
  }
}

static void sleep_forever(pid_t parent, int name) {
  char comm[16];
  // Before the question, so that a parent that ends in between is noticed by the one or the other.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) {
    _exit(0);
  }
  snprintf(comm, sizeof comm, "worker-%d", name);
  prctl(PR_SET_NAME, comm);
  // Otherwise whoever reads the parent's output waits for its end until all children have ended.
  for (int descriptor = 0; descriptor < 3; descriptor++) {
    close(descriptor);
  }
  for (;;) {
    pause();
  }
}

int main(int argc, char **argv) {
  int cgroups = argc - 3;
  int wanted = argc > 1 ? atoi(argv[1]) : 0;
  int names = argc > 2 ? atoi(argv[2]) : 0;
  if (cgroups < 1 || cgroups > MOST_CGROUPS || wanted < 1 || wanted > MOST || names < 1) {
    printf("usage: sleepers COUNT NAMES CGROUP-DIRECTORY... (at most %d and %d directories)\n", MOST,
           MOST_CGROUPS);
    return 2;
  }
  int *descriptors = calloc(cgroups, sizeof *descriptors);
  pid_t self = getpid();
  for (int n = 0; n < cgroups; n++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/cgroup.procs", argv[n + 3]);
    descriptors[n] = open(path, O_WRONLY | O_CLOEXEC);
    if (descriptors[n] < 0) {
      fail("%s", path);
    }
  }
  int first = 0;
  for (int n = 0; n < cgroups; n++) {
    // Children are born where their parent is, which costs one move instead of one for each.
    put(descriptors[n], self);
    for (int end = (int)((long)wanted * (n + 1) / cgroups); first < end; first++) {
      pid_t pid = fork();
      if (pid < 0) {
        fail("process %d of %d cannot be forked", first + 1, wanted);
      }
      if (pid == 0) {
        sleep_forever(self, first % names);
      }
      pids[count] = pid;
      places[count++] = n;
    }
  }
  printf("ready %d\n", count);
  fflush(stdout);

  char line[32];
  int next = 0;
  while (fgets(line, sizeof line, stdin)) {
    int moves = atoi(line);
    // In steps, so that they come from many cgroups.
    for (int n = 0; n < moves; n++, next = (next + 97) % count) {
      places[next] = (places[next] + 1) % cgroups;
      put(descriptors[places[next]], pids[next]);
    }
    printf("moved %d\n", moves);
    fflush(stdout);
  }
  end_all();
  return 0;
}
