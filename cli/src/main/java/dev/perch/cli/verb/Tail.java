package dev.perch.cli.verb;

/** Two looks at the end of one growing text. */
final class Tail {
    private Tail() {}

    /** What {@code after} has beyond {@code before}: both are ends of the same text, {@code after} seen later. */
    static String added(String before, String after) {
        int longest = Math.min(before.length(), after.length());
        // Both end at "now": what they share is an end of the first look somewhere in the second one.
        for (int from = before.length() - longest; from < before.length(); from++) {
            String known = before.substring(from);
            int at = after.lastIndexOf(known);
            if (at >= 0 && (at == 0 || known.length() == before.length())) {
                return after.substring(at + known.length());
            }
        }
        return after;
    }
}
