package dev.perch.bench;

import java.util.ArrayList;
import java.util.List;

/** The result, a row a figure. */
final class Table {
    private record Row(String figure, String measured, String aim, boolean met) {}

    private final List<Row> rows = new ArrayList<>();

    void row(String figure, Samples measured) {
        add(new Row(figure, measured.toString(), "", true));
    }

    /** A ratio whose median has an aim. */
    void row(String figure, Samples ratio, Aim aim) {
        row(figure, ratio.toString(), aim.toString(), aim.met(ratio.median()));
    }

    void row(String figure, String measured, String aim, boolean met) {
        add(new Row(figure, measured, aim, met));
    }

    private void add(Row row) {
        rows.add(row);
        System.out.println(line(row));
    }

    private static String line(Row row) {
        String verdict = row.aim.isEmpty() ? "" : "   aim " + row.aim + (row.met ? ": met" : ": NOT met");
        return String.format("%-58s %s%s", row.figure, row.measured, verdict);
    }

    void print() {
        System.out.println("\n== All figures");
        rows.forEach(row -> System.out.println(line(row)));
    }
}
