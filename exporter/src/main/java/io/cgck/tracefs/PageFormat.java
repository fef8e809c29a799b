package io.cgck.tracefs;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.cgck.procfs.ReadResult;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code events/header_page}: how a page of a ring buffer begins.
 *
 * @param commitOffset of the word that says how many bytes of records there are, and whether some
 *     before them were lost
 * @param commitSize in bytes, 4 or 8
 * @param dataOffset of the first record
 * @param dataSize bytes for records in one page
 */
record PageFormat(int commitOffset, int commitSize, int dataOffset, int dataSize) {
  private static final Pattern FIELD =
      Pattern.compile(
          "(?m)^\\s*field: [^;\\n]*?(\\w+);\\s*offset:([0-9]{1,5});\\s*size:([0-9]{1,7});");
  private static final int TIME_STAMP_SIZE = 8;
  private static final int LARGEST_PAGE = 1 << 20;

  private record Extent(int offset, int size) {}

  static ReadResult<PageFormat> parse(String text) {
    Map<String, Extent> fields = new HashMap<>();
    Matcher field = FIELD.matcher(text);
    while (field.find()) {
      fields.put(
          field.group(1),
          new Extent(Integer.parseInt(field.group(2)), Integer.parseInt(field.group(3))));
    }
    Extent stamp = fields.get("timestamp");
    Extent commit = fields.get("commit");
    Extent data = fields.get("data");
    return stamp == null
            || commit == null
            || data == null
            || stamp.offset != 0
            || stamp.size != TIME_STAMP_SIZE
            || (commit.size != Integer.BYTES && commit.size != Long.BYTES)
            || commit.offset + commit.size > data.offset
            || data.offset + data.size > LARGEST_PAGE
        ? new ReadResult.Malformed<>("expected fields timestamp, commit and data")
        : new ReadResult.Ok<>(new PageFormat(commit.offset, commit.size, data.offset, data.size));
  }

  int pageSize() {
    return dataOffset + dataSize;
  }
}
