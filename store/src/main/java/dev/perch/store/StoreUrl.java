package dev.perch.store;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where a store is. */
public sealed interface StoreUrl {

    /** The URL for JDBC. */
    String jdbc();

    /** A word for people: {@code sqlite} or {@code postgresql}. */
    String engine();

    /** A SQLite file, for one controller. */
    record Sqlite(Path file) implements StoreUrl {
        /**
         * WAL lets readers go on while one writes; FULL makes a commit survive a power cut; the busy timeout is for a second
         * process that looks into the file, in milliseconds.
         */
        @Override
        public String jdbc() {
            return "jdbc:sqlite:" + file
                    + "?journal_mode=WAL&synchronous=FULL&foreign_keys=true&busy_timeout=10000&cache_size=-16384";
        }

        @Override
        public String engine() {
            return "sqlite";
        }
    }

    /** A PostgreSQL database, for one or several controllers. */
    record Postgresql(String jdbc) implements StoreUrl {
        @Override
        public String engine() {
            return "postgresql";
        }
    }

    /**
     * {@code postgresql://user:password@host:port/database?options} or {@code jdbc:postgresql:…};
     * {@link IllegalArgumentException} for anything else.
     */
    static StoreUrl of(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return new Postgresql(url);
        }
        if (url.startsWith("postgresql://") || url.startsWith("postgres://")) {
            return new Postgresql(jdbc(URI.create(url)));
        }
        throw new IllegalArgumentException("a store is postgresql://… or jdbc:postgresql:…, not '" + url + "'");
    }

    /** JDBC takes user and password as options only. */
    private static String jdbc(URI url) {
        StringBuilder jdbc = new StringBuilder("jdbc:postgresql://")
                .append(url.getHost() == null ? "localhost" : url.getHost())
                .append(url.getPort() < 0 ? "" : ":" + url.getPort())
                .append(url.getRawPath());
        String separator = "?";
        if (url.getRawQuery() != null) {
            jdbc.append(separator).append(url.getRawQuery());
            separator = "&";
        }
        if (url.getUserInfo() != null) {
            String[] user = url.getUserInfo().split(":", 2);
            jdbc.append(separator).append("user=").append(encode(user[0]));
            if (user.length == 2) {
                jdbc.append("&password=").append(encode(user[1]));
            }
        }
        return jdbc.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
