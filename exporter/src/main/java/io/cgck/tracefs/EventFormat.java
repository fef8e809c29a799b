package io.cgck.tracefs;

import static java.util.Objects.requireNonNull;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.cgck.procfs.ReadResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code events/SYSTEM/EVENT/format}: where the fields of an event lie in its record. It differs
 * from kernel to kernel ({@code dst_id} has 4 bytes before Linux 5.11 and 8 since), so it is read
 * and never assumed. Described in the kernel's {@code Documentation/trace/events.rst}.
 *
 * @param id number that a record of the event begins with
 * @param fields by name
 */
record EventFormat(String name, int id, Map<String, Field> fields) {
  private static final Pattern NAME = Pattern.compile("(?m)^name: (\\w+)$");
  private static final Pattern ID = Pattern.compile("(?m)^ID: ([0-9]{1,5})$");
  private static final Pattern FIELD =
      Pattern.compile(
          "(?m)^\\s*field:\\s*([^;\\n]+?)\\s*(\\w+)(?:\\[[^;\\n]*\\])?;\\s*"
              + "offset:([0-9]{1,5});\\s*size:([0-9]{1,5});(?:\\s*signed:([01]);)?\\s*$");
  private static final String TEXT_ELSEWHERE = "__data_loc char[]";
  private static final String TEXT_BEHIND = "__rel_loc char[]";

  EventFormat {
    requireNonNull(name, "name is null");
    fields = Map.copyOf(fields);
  }

  /**
   * A field.
   *
   * @param type as it is declared in C, without the name
   * @param offset of its first byte in the record
   * @param size in bytes
   */
  record Field(String type, int offset, int size, boolean signed) {
    Field {
      requireNonNull(type, "type is null");
    }

    /** Whether it is a whole number. */
    boolean isNumber() {
      return (size == 1 || size == 2 || size == 4 || size == 8) && !type.contains("[");
    }

    /** Whether it says where the text lies, from the record's beginning. */
    boolean isTextElsewhere() {
      return type.equals(TEXT_ELSEWHERE) && size == 4;
    }

    /** Whether it says where the text lies, from the end of the field. */
    boolean isTextBehind() {
      return type.equals(TEXT_BEHIND) && size == 4;
    }

    boolean isText() {
      return isTextElsewhere() || isTextBehind() || (type.equals("char") && size > 0);
    }
  }

  static ReadResult<EventFormat> parse(String text) {
    Matcher name = NAME.matcher(text);
    Matcher id = ID.matcher(text);
    if (!name.find() || !id.find()) {
      return new ReadResult.Malformed<>("expected lines 'name: NAME' and 'ID: NUMBER'");
    }
    Map<String, Field> fields = new LinkedHashMap<>();
    Matcher field = FIELD.matcher(text);
    while (field.find()) {
      fields.put(
          field.group(2),
          new Field(
              field.group(1),
              Integer.parseInt(field.group(3)),
              Integer.parseInt(field.group(4)),
              "1".equals(field.group(5))));
    }
    return fields.containsKey("common_type") && fields.containsKey("common_pid")
        ? new ReadResult.Ok<>(new EventFormat(name.group(1), Integer.parseInt(id.group(1)), fields))
        : new ReadResult.Malformed<>("expected fields common_type and common_pid");
  }

  Optional<Field> number(String field) {
    return Optional.ofNullable(fields.get(field)).filter(Field::isNumber);
  }

  Optional<Field> text(String field) {
    return Optional.ofNullable(fields.get(field)).filter(Field::isText);
  }
}
