package io.cgck.config;

import io.cgck.match.CriterionParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All keys that a configuration can have, from those who read them, by where they stand. */
final class ConfigurationKeys {
  private ConfigurationKeys() {}

  /** Keys of sections, and of what is described once though it may stand in several. */
  static Map<String, List<String>> bySection() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    keys.put("scan", ConfigurationLoader.SCAN_KEYS);
    keys.put("processes", ConfigurationLoader.PROCESS_KEYS);
    keys.put("cgroups", ConfigurationLoader.CGROUP_KEYS);
    keys.put("trace", ConfigurationLoader.TRACE_KEYS);
    keys.put("builtin_expectations", BuiltInReader.KEYS);
    keys.put("expectations", ExpectationReader.KEYS);
    keys.put("expect", RequirementReader.KEYS);
    keys.put("Matchers", CriterionParser.NAMES);
    return keys;
  }
}
