package io.cgck.json;

import io.cgck.attribute.Attribution;

/** Who made a cgroup, as fields of a JSON object. */
public final class AttributionJson {
  private AttributionJson() {}

  public static void writeFields(JsonOutput output, Attribution made) {
    output
        .field("unit", made.unit())
        .field("user_unit", made.userUnit())
        .field("slice", made.slice())
        .field("runtime", made.runtime())
        .field("container_id", made.containerId())
        .field("pod_uid", made.podUid())
        .field("slurm_job", made.slurmJob());
  }
}
