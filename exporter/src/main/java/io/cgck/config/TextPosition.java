package io.cgck.config;

/** Where the text goes on after {@code before}; line and column from 1. */
record TextPosition(int line, int column) {
  static TextPosition after(String before) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < before.length(); i = before.offsetByCodePoints(i, 1)) {
      char c = before.charAt(i);
      boolean firstOfTwo = c == '\r' && i + 1 < before.length() && before.charAt(i + 1) == '\n';
      if ((c == '\n' || c == '\r') && !firstOfTwo) {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return new TextPosition(line, column);
  }
}
