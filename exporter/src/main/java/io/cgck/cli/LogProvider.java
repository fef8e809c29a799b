package io.cgck.cli;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * What SLF4J logs to: {@link LogOutput}. Not {@code java.util.logging}, which looks through every
 * jar for other ways to log before its first line, which takes the daemon a tenth of its start, and
 * loses its handlers while the daemon still stops.
 */
public final class LogProvider implements SLF4JServiceProvider {
  private static final String API = "2.0.99";

  private final LogOutput output = new LogOutput();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter contexts = new NOPMDCAdapter();

  @Override
  public ILoggerFactory getLoggerFactory() {
    return output;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return contexts;
  }

  @Override
  public String getRequestedApiVersion() {
    return API;
  }

  @Override
  public void initialize() {}
}
