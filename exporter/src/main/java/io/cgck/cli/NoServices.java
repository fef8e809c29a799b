package io.cgck.cli;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/**
 * A class loader that finds everything but providers of services. For threads of cgck, which wires
 * its libraries by hand: to look for providers that are not there opens every jar, which takes the
 * daemon a tenth of its start.
 */
final class NoServices extends ClassLoader {
  private static final String SERVICES = "META-INF/services/";

  NoServices(ClassLoader parent) {
    super("no-services", parent);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.startsWith(SERVICES) ? Collections.emptyEnumeration() : super.getResources(name);
  }
}
