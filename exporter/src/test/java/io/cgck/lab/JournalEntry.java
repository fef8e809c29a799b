package io.cgck.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * A line of the journal.
 *
 * @param priority of {@code syslog(3)}: 3 is an error, 4 a warning, 6 information
 * @param transport {@code stdout} for what services print
 */
public record JournalEntry(int priority, String transport, String message) {
  public static final int ERROR = 3;
  public static final int WARNING = 4;
  public static final int INFO = 6;

  /** Reads what {@code journalctl --output=json} printed. */
  static List<JournalEntry> parse(String json) {
    return json.lines().map(JournalEntry::of).toList();
  }

  private static JournalEntry of(String line) {
    try {
      JsonNode entry = new ObjectMapper().readTree(line);
      return new JournalEntry(
          entry.path("PRIORITY").asInt(-1),
          entry.path("_TRANSPORT").asText(),
          // Not text but an array of bytes where it is not printable.
          entry.path("MESSAGE").isTextual()
              ? entry.path("MESSAGE").asText()
              : entry.path("MESSAGE").toString());
    } catch (JsonProcessingException e) {
      throw new AssertionError("no line of a journal: " + line, e);
    }
  }

  /** Whether a service printed it, and not systemd about the service. */
  public boolean isOfTheService() {
    return transport.equals("stdout");
  }
}
