package io.cgck.lab;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * An object of a manifest.
 *
 * @param content as YAML has it
 */
public record KubernetesObject(Map<String, Object> content) {
  private static final Map<String, Class<? extends HasMetadata>> TYPES =
      Map.of(
          "v1 Namespace", Namespace.class,
          "v1 ServiceAccount", ServiceAccount.class,
          "v1 ConfigMap", ConfigMap.class,
          "apps/v1 DaemonSet", DaemonSet.class,
          "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
          "monitoring.coreos.com/v1 PodMonitor", PodMonitor.class,
          "monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class);

  /** All documents of a text. */
  public static List<KubernetesObject> parse(String yaml) {
    List<KubernetesObject> objects = new ArrayList<>();
    // A key that stands twice is an error to this parser.
    for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
      // Helm leaves empty documents where a template gives nothing.
      if (document instanceof Map<?, ?> map) {
        objects.add(new KubernetesObject(stringKeys(map)));
      }
    }
    return objects;
  }

  @SuppressWarnings("unchecked") // keys of these files are strings
  private static Map<String, Object> stringKeys(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }

  public String kind() {
    return String.valueOf(content.get("kind"));
  }

  public String name() {
    return String.valueOf(map(content.get("metadata")).get("name"));
  }

  /** What is below a path of keys that must be there. */
  public Map<String, Object> at(String... path) {
    Map<String, Object> here = content;
    for (String key : path) {
      here = map(Objects.requireNonNull(here.get(key), () -> key + " is missing in " + this));
    }
    return here;
  }

  private static Map<String, Object> map(Object value) {
    return stringKeys((Map<?, ?>) value);
  }

  /**
   * The object as its type has it. Unlike an API server this refuses unknown fields, and scalars of
   * another type.
   *
   * @throws IllegalArgumentException with the path to what is wrong
   */
  public <T extends HasMetadata> T as(Class<T> type) {
    return type.cast(typed());
  }

  /** As {@link #as}, whatever it is. */
  public HasMetadata typed() {
    String type = content.get("apiVersion") + " " + kind();
    Class<? extends HasMetadata> known = TYPES.get(type);
    if (known == null) {
      throw new IllegalArgumentException("no known type: " + type);
    }
    return strict().convertValue(content, known);
  }

  private static ObjectMapper strict() {
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new NoPlaceForTheUnknown());
    for (LogicalType type :
        List.of(LogicalType.Integer, LogicalType.Boolean, LogicalType.Float, LogicalType.Enum)) {
      builder.withCoercionConfig(
          type, config -> config.setCoercion(CoercionInputShape.String, CoercionAction.Fail));
    }
    builder.withCoercionConfig(
        LogicalType.Textual,
        config ->
            config
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
    return builder.build();
  }

  /** The types of fabric8 keep fields that they do not know, instead of complaining. */
  private static final class NoPlaceForTheUnknown extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }
}
