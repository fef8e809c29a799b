package io.cgck.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Optional;

/** Writes JSON to a command's output. What is unknown is null, never left out. */
public final class JsonOutput implements AutoCloseable {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private final JsonGenerator json;
  private final PrintWriter out;

  private JsonOutput(JsonGenerator json, PrintWriter out) {
    this.json = json;
    this.out = out;
  }

  /** Writes for people and programs, with a line for each field. */
  public JsonOutput(PrintWriter out) {
    this(generator(out).useDefaultPrettyPrinter(), out);
  }

  /** Writes for programs that read line by line. */
  public static JsonOutput onOneLine(PrintWriter out) {
    return new JsonOutput(generator(out), out);
  }

  private static JsonGenerator generator(PrintWriter out) {
    try {
      return FACTORY.createGenerator(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something that writes JSON. */
  @FunctionalInterface
  public interface Content {
    void write() throws IOException;
  }

  public JsonOutput array(Content content) {
    return write(
        () -> {
          json.writeStartArray();
          content.write();
          json.writeEndArray();
        });
  }

  public JsonOutput array(String name, Content content) {
    write(() -> json.writeFieldName(name));
    return array(content);
  }

  public JsonOutput object(Content content) {
    return write(
        () -> {
          json.writeStartObject();
          content.write();
          json.writeEndObject();
        });
  }

  public JsonOutput object(String name, Content content) {
    write(() -> json.writeFieldName(name));
    return object(content);
  }

  public JsonOutput field(String name, String value) {
    return write(() -> json.writeStringField(name, value));
  }

  public JsonOutput field(String name, long value) {
    return write(() -> json.writeNumberField(name, value));
  }

  public JsonOutput field(String name, boolean value) {
    return write(() -> json.writeBooleanField(name, value));
  }

  /** A field that is null where the value is not known. */
  public JsonOutput field(String name, Optional<?> value) {
    return write(
        () -> {
          json.writeFieldName(name);
          switch (value.orElse(null)) {
            case null -> json.writeNull();
            case Boolean known -> json.writeBoolean(known);
            case Long known -> json.writeNumber(known);
            case Double known -> json.writeNumber(known);
            case Integer known -> json.writeNumber(known);
            case Object known -> json.writeString(known.toString());
          }
        });
  }

  public JsonOutput numbers(String name, Collection<Integer> values) {
    return array(
        name,
        () -> {
          for (int value : values) {
            json.writeNumber(value);
          }
        });
  }

  private JsonOutput write(Content content) {
    try {
      content.write();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    write(json::close);
    out.println();
    out.flush();
  }
}
