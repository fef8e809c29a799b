package io.cgck.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/**
 * One object of {@code cgck ps --json}. What could not be read is null; a missing key is a failure,
 * a key more is none.
 */
public record PsRow(
    long pid,
    String comm,
    boolean kernelThread,
    boolean zombie,
    String cgroup,
    String nsCgroup,
    String mountRoot,
    Long cgroupNs,
    String cgroupNsRoot,
    String cgroupNsRootSource,
    Boolean outside,
    Boolean staleMount) {

  public static List<PsRow> parse(String json) {
    try {
      return JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readValue(json, new TypeReference<List<PsRow>>() {});
    } catch (JsonProcessingException e) {
      throw new AssertionError("not what cgck ps --json promises: " + json, e);
    }
  }
}
