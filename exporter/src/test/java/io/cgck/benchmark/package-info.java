/** Benchmarks, run by the commands in {@code exporter/benchmark}. */
package io.cgck.benchmark;
