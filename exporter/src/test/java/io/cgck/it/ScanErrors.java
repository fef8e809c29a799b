package io.cgck.it;

import io.cgck.lab.Sample;
import io.cgck.lab.Samples;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The errors that an exposition counts, without denied namespaces: other processes of the machine
 * deny theirs, and with every scan.
 *
 * @param counts count by labels
 */
record ScanErrors(Map<Map<String, String>, Double> counts) {
  static ScanErrors in(Samples samples) {
    return new ScanErrors(
        samples.named("cgck_scan_errors_total").stream()
            .filter(error -> error.value() > 0)
            .filter(error -> !isDeniedNamespace(error))
            .collect(Collectors.toMap(Sample::labels, Sample::value)));
  }

  private static boolean isDeniedNamespace(Sample error) {
    return error.label("file").startsWith("ns/")
        && error.label("reason").equals("permission_denied");
  }
}
