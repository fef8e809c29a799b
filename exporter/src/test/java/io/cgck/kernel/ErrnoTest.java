package io.cgck.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrnoTest {
  @ParameterizedTest
  @CsvSource({
    "-1, EPERM, true",
    "-2, ENOENT, false",
    "-3, ESRCH, false",
    "-4, EINTR, false",
    "-5, EIO, false",
    "-9, EBADF, false",
    "-12, ENOMEM, false",
    "-13, EACCES, true",
    "-20, ENOTDIR, false",
    "-22, EINVAL, false",
    "-23, ENFILE, false",
    "-24, EMFILE, false",
    "-40, errno_40, false",
  })
  void isTheNegatedResult(long result, String symbol, boolean denied) {
    assertThat(Errno.ofResult(result)).hasToString(symbol);
    assertThat(Errno.ofResult(result).isDenied()).isEqualTo(denied);
  }

  @Test
  void successIsNoError() {
    assertThatIllegalArgumentException().isThrownBy(() -> Errno.ofResult(0));
  }
}
