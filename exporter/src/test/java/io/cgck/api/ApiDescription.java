package io.cgck.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.Assertions;

/** {@code openapi.json}, as what answers are held against. */
public final class ApiDescription {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  private final JsonNode document;

  public ApiDescription(JsonNode document) {
    this.document = document;
  }

  /** The one that is built into the daemon. */
  public static ApiDescription ofTheBuild() {
    try (InputStream stream = ApiDescription.class.getResourceAsStream("openapi.json")) {
      return new ApiDescription(JSON.readTree(stream));
    } catch (IOException e) {
      throw new AssertionError("openapi.json cannot be read", e);
    }
  }

  public JsonNode document() {
    return document;
  }

  /** Whether it is an OpenAPI document at all. */
  public void assertWellFormed() throws IOException {
    JsonNode schema = JSON.readTree(Files.readString(Path.of("src/test/openapi/schema-3.1.json")));
    Assertions.assertThat(SCHEMAS.getSchema(schema).validate(document)).isEmpty();
  }

  /** Whether an answer is one that is described for its path. */
  public JsonNode assertDescribed(
      String pathAndQuery, int status, String contentType, String text) {
    String path = pathAndQuery.replaceFirst("\\?.*", "");
    JsonNode response = resolved(operation(path).path("responses").path(Integer.toString(status)));
    Assertions.assertThat(response.isMissingNode())
        .as("%s answers %d, which is not described: %s", pathAndQuery, status, text)
        .isFalse();
    JsonNode content = response.path("content").path(contentType);
    Assertions.assertThat(content.isMissingNode())
        .as("%s answers %s, which is not described", pathAndQuery, contentType)
        .isFalse();
    JsonNode answer = contentType.equals("text/plain") ? TextNode.valueOf(text) : parse(text);
    Set<ValidationMessage> mistakes = schema(content.path("schema")).validate(answer);
    Assertions.assertThat(mistakes).as("%s: %s", pathAndQuery, text).isEmpty();
    return answer;
  }

  /** What stands elsewhere in the document. */
  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  /** Whether the data of an event are a move as it is described. */
  public JsonNode assertMove(String text) {
    ObjectNode reference = JSON.createObjectNode();
    reference.put("$ref", "#/components/schemas/Move");
    JsonNode move = parse(text);
    Assertions.assertThat(schema(reference).validate(move)).as(text).isEmpty();
    return move;
  }

  private JsonSchema schema(JsonNode of) {
    ObjectNode schema = of.deepCopy();
    schema.set("components", document.path("components"));
    return SCHEMAS.getSchema(schema);
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  /** What is described of a path; of one that is not, nothing. */
  public JsonNode operation(String path) {
    return document
        .path("paths")
        .path(path.replaceFirst("/processes/[^/]+$", "/processes/{pid}"))
        .path("get");
  }

  /** The paths that are described. */
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    document.path("paths").fieldNames().forEachRemaining(paths::add);
    return paths;
  }
}
