package io.cgck.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** A table of text that fits a terminal: where it is too wide, the widest columns give way. */
public final class Table {
  private static final String GAP = "  ";
  private static final String CUT = "…";
  private static final int NARROWEST = 8;

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  /** Where the text of a column stands, and which end of it may be cut. */
  public enum Align {
    /** Text; the end is cut. */
    LEFT,
    /** Numbers; never cut. */
    RIGHT,
    /** Paths; the beginning is cut, because the end says more. */
    PATH
  }

  public record Column(String title, Align align) {}

  public Table(Column... columns) {
    this.columns = List.copyOf(Arrays.asList(columns));
  }

  public void add(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(columns.size() + " cells expected, not " + cells.length);
    }
    rows.add(Arrays.stream(cells).map(Printable::of).toList());
  }

  /**
   * The table as lines.
   *
   * @param width columns of the terminal; empty for as wide as it takes
   */
  public List<String> lines(OptionalInt width) {
    int[] widths = new int[columns.size()];
    List<List<String>> all = new ArrayList<>();
    all.add(columns.stream().map(Column::title).toList());
    all.addAll(rows);
    for (List<String> row : all) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], lengthOf(row.get(column)));
      }
    }
    width.ifPresent(available -> narrow(widths, available));
    return all.stream().map(row -> line(row, widths)).toList();
  }

  private void narrow(int[] widths, int available) {
    int total = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
    while (total > available) {
      int widest = -1;
      for (int column = 0; column < widths.length; column++) {
        if (columns.get(column).align() != Align.RIGHT
            && widths[column] > Math.max(NARROWEST, lengthOf(columns.get(column).title()))
            && (widest < 0 || widths[column] > widths[widest])) {
          widest = column;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
      total--;
    }
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      Align align = columns.get(column).align();
      String cell = cut(row.get(column), widths[column], align);
      String padding = " ".repeat(widths[column] - lengthOf(cell));
      line.append(align == Align.RIGHT ? padding + cell : cell + padding);
      line.append(column + 1 < widths.length ? GAP : "");
    }
    return line.toString().stripTrailing();
  }

  private static String cut(String cell, int width, Align align) {
    int length = lengthOf(cell);
    if (length <= width) {
      return cell;
    }
    return align == Align.PATH
        ? CUT + cell.substring(cell.offsetByCodePoints(0, length - width + 1))
        : cell.substring(0, cell.offsetByCodePoints(0, width - 1)) + CUT;
  }

  private static int lengthOf(String text) {
    return text.codePointCount(0, text.length());
  }
}
