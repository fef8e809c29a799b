package io.cgck.metrics;

/**
 * Which cgck this is.
 *
 * @param version of the release
 * @param revision commit it was built from, empty if unknown
 * @param javaVersion version of the Java runtime
 */
public record BuildInfo(String version, String revision, String javaVersion) {}
