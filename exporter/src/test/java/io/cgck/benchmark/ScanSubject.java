package io.cgck.benchmark;

/** The rows of the table, each somebody who looks at all processes. */
enum ScanSubject {
  STEADY("**cgck**, a scan while nothing changes"),
  PROCESS("… with all else that its process does meanwhile"),
  MOVING("… a scan while 1 % of the processes move"),
  GZIP("**cgck**, a scrape of an unchanged snapshot: gzip, text"),
  GZIP_OPEN_METRICS("… gzip, OpenMetrics"),
  PLAIN("… plain, text"),
  PLAIN_OPEN_METRICS("… plain, OpenMetrics"),
  LEAST("least work in C"),
  NAIVE("naive in C"),
  PER_PROCESS("process-exporter, a scrape, one group per process"),
  BY_NAME("process-exporter, a scrape, groups by name"),
  PS("`ps -eo pid,comm,cgroup,cgroupns`"),
  LSNS("`lsns`"),
  /** Not a row: what it allocates is told apart. */
  OWN("cgck's scanner in the benchmark's Java virtual machine");

  private final String title;

  ScanSubject(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
