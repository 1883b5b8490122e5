package dev.perch.cli.show;

import java.util.ArrayList;
import java.util.List;

/** Aligned columns, separated by two spaces; a cell without text is a dash, so that scripts can count columns. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(List<String> headers) {
        rows.add(headers);
    }

    public Table row(List<String> cells) {
        rows.add(cells.stream().map(Table::plain).toList());
        return this;
    }

    /** The lines, the header first, without trailing spaces. */
    public List<String> lines() {
        int columns = rows.getFirst().size();
        int[] width = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                width[i] = Math.max(width[i], length(row.get(i)));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(width[i] - length(row.get(i)) + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    /** A cell has one line and no control characters, whatever names and messages hold. */
    private static String plain(String cell) {
        String line = Style.harmless(cell).replace('\n', ' ').replace('\t', ' ').strip();
        return line.isEmpty() ? "-" : line;
    }
}
