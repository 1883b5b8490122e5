package dev.perch.cli.verb;

import java.util.List;

/** Looks at the last lines of one growing text. */
final class Tail {
    private Tail() {}

    /** The last lines of a text, with their line ends. */
    static String lines(String text, int count) {
        List<String> lines = text.lines().toList();
        String last = String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
        return text.endsWith("\n") ? last + "\n" : last;
    }

    /**
     * What a later look at the same number of lines has beyond an earlier one: lines may have left at the top. A text
     * that repeats itself may have grown by less than it seems.
     */
    static String added(String before, String after) {
        for (int from = 0; from < before.length(); from++) {
            int length = before.length() - from;
            if (before.regionMatches(from, after, 0, length)) {
                return after.substring(length);
            }
        }
        return after;
    }
}
