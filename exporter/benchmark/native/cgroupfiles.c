// What it costs to read files of cgroups at least, and as cat does. Reads a list of paths, one on a line
// of standard input, and then all of the files again and again:
//
//   cgroupfiles cat ROUNDS     opens each by its whole path, reads and closes it
//   cgroupfiles kept ROUNDS    keeps descriptors of the directories, and opens each file in its own
//
//   → for each round CPU in microseconds (user and system), files, bytes
//
// It makes nothing of what it reads: it is a measure, no tool.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { MOST = 1 << 20 };

static char *paths[MOST];
static char *names[MOST];
static int directories[MOST];

static long cpu(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000L + usage.ru_utime.tv_usec +
         usage.ru_stime.tv_usec;
}

int main(int count, char **arguments) {
  if (count != 3) {
    fprintf(stderr, "usage: cgroupfiles cat|kept ROUNDS <PATHS\n");
    return 2;
  }
  int kept = strcmp(arguments[1], "kept") == 0;
  int rounds = atoi(arguments[2]);
  int files = 0;
  char line[4096];
  char last[4096] = "";
  int directory = -1;
  while (files < MOST && fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    paths[files] = strdup(line);
    char *slash = strrchr(paths[files], '/');
    names[files] = slash + 1;
    if (kept) {
      line[slash - paths[files]] = 0;
      if (strcmp(line, last) != 0) {
        strcpy(last, line);
        directory = open(line, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (directory < 0) {
          perror(line);
          return 1;
        }
      }
      directories[files] = directory;
    }
    files++;
  }
  static char buffer[1 << 16];
  for (int round = 0; round < rounds; round++) {
    long before = cpu();
    long bytes = 0;
    for (int n = 0; n < files; n++) {
      int file = kept ? openat(directories[n], names[n], O_RDONLY | O_CLOEXEC)
                      : open(paths[n], O_RDONLY | O_CLOEXEC);
      if (file >= 0) {
        long got = read(file, buffer, sizeof buffer);
        bytes += got > 0 ? got : 0;
        close(file);
      }
    }
    printf("%ld %d %ld\n", cpu() - before, files, bytes);
  }
  return 0;
}
