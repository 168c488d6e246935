package io.llmrouter.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of cells that fit the width of a terminal. Not safe for concurrent use. */
public final class Table {
    private static final int WIDE = 90;
    private static final String INDENT = "  ";

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    public Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a row. */
    public Table row(Cell... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("cells: expected " + columns.size() + ", found " + cells.length);
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Writes the table: a head if a column has a title, then the rows. */
    public void print(Console console) {
        String gap = console.width() < WIDE ? " " : "  ";
        int[] widths = widths(console.width() - INDENT.length() - gap.length() * (columns.size() - 1));
        if (columns.stream().anyMatch(column -> !column.title().isEmpty())) {
            var titles =
                    columns.stream().map(column -> Cell.dim(column.title())).toList();
            console.out().println(line(titles, widths, gap, console.style()));
        }
        for (List<Cell> row : rows) {
            console.out().println(line(row, widths, gap, console.style()));
        }
    }

    /** As wide as the contents, the widest of the flexible columns narrowed until all fit. */
    private int[] widths(int available) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = rows.stream()
                    .mapToInt(row -> Texts.width(row.get(column).text()))
                    .reduce(Texts.width(columns.get(i).title()), Math::max);
        }
        int excess = Arrays.stream(widths).sum() - available;
        while (excess > 0) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] > columns.get(i).narrowest() && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
            excess--;
        }
        return widths;
    }

    private String line(List<Cell> cells, int[] widths, String gap, Style style) {
        var line = new StringBuilder(INDENT);
        for (int i = 0; i < widths.length; i++) {
            Cell cell = cells.get(i);
            String text = Texts.cut(cell.text(), widths[i], style);
            String pad = " ".repeat(widths[i] - Texts.width(text));
            String shown = cell.look().apply(style, text);
            line.append(i == 0 ? "" : gap).append(columns.get(i).right() ? pad + shown : shown + pad);
        }
        return line.toString().stripTrailing();
    }
}
