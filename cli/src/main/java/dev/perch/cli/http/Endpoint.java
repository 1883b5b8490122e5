package dev.perch.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the daemon is and what opens it.
 *
 * @param url   when the user says it; otherwise {@code daemon.json} in the data directory does
 * @param token when the user says it; otherwise the file {@code token} does
 */
public record Endpoint(Path data, Optional<String> url, Optional<String> token, Optional<String> project) {

    /** What a running daemon writes about itself. */
    public record Running(long pid, String url) {
        /** Whether that process is still there. */
        public boolean alive() {
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }
    }

    /** The daemon; {@link Failure} when nothing says where it is, or the token cannot be read. */
    public Daemon open(Http http) {
        String where = url.orElseGet(() -> running()
                .orElseThrow(() -> Failure.of(
                        Exit.UNREACHABLE,
                        "no daemon runs for " + data + " (it has no daemon.json); start one with: perch up"))
                .url());
        return new Daemon(http, parse(where), secret(), project, data);
    }

    /** What the daemon of this data directory wrote when it was ready; it may have died since. */
    public Optional<Running> running() {
        return read("daemon.json").map(text -> {
            JsonNode json = Json.parse(text);
            return new Running(json.path("pid").asLong(-1), json.path("url").asText(""));
        });
    }

    private String secret() {
        return token.or(() -> read("token"))
                .map(String::strip)
                .orElseThrow(() -> Failure.of(
                        Exit.NOT_ALLOWED, "there is no token in " + data.resolve("token") + "; set PERCH_TOKEN"));
    }

    private Optional<String> read(String name) {
        Path file = data.resolve(name);
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw Failure.of(
                    Exit.NOT_ALLOWED, "may not read " + file + ": run as root, or set PERCH_URL and PERCH_TOKEN", e);
        } catch (IOException e) {
            throw Failure.of(Exit.FAILED, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static URI parse(String text) {
        try {
            URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below, with the rule
        }
        throw Failure.of(Exit.USAGE, "the daemon's URL is http://HOST:PORT or https://HOST:PORT, not '" + text + "'");
    }
}
