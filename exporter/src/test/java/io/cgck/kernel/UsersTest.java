package io.cgck.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {
  private final Users users = new Users();

  @Test
  void rootIsZero() {
    assertThat(users.uid("root")).hasValue(0);
    assertThat(users.name(0)).contains("root");
  }

  @Test
  void everybodyInTheFileIsFound() throws Exception {
    for (String line : Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1)) {
      List<String> fields = List.of(line.split(":", -1));
      if (fields.size() == 7 && line.matches("[a-z].*")) {
        assertThat(users.uid(fields.get(0)))
            .as(line)
            .hasValue(Integer.parseUnsignedInt(fields.get(2)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no-such-user-here", "root ", "é", "a:b"})
  void strangerIsUnknown(String name) {
    assertThat(users.uid(name)).isEmpty();
  }

  @Test
  void strangeIdHasNoName() {
    assertThat(users.name(1_987_654_321)).isEmpty();
    assertThat(users.name(-2)).isEmpty();
  }
}
