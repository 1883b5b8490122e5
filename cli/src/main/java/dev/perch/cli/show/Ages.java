package dev.perch.cli.show;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** How long ago something was, in its two largest units. */
public final class Ages {
    private Ages() {}

    /** The age of an ISO 8601 instant; the text itself when it is none. */
    public static String since(String instant, Clock clock) {
        try {
            return words(Duration.between(Instant.parse(instant), clock.instant()));
        } catch (DateTimeParseException e) {
            return instant;
        }
    }

    public static String words(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m" + seconds % 60 + "s";
        }
        if (seconds < 86_400) {
            return seconds / 3600 + "h" + seconds % 3600 / 60 + "m";
        }
        return seconds / 86_400 + "d" + seconds % 86_400 / 3600 + "h";
    }
}
