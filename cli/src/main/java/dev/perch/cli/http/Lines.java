package dev.perch.cli.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** The lines of an answer as they come; closing it ends the request. */
final class Lines implements AutoCloseable {
    private final int status;
    private final BufferedReader reader;
    private final InputStream body;
    private final Duration patience;

    Lines(HttpResponse<InputStream> answer, Duration patience) {
        this.status = answer.statusCode();
        this.body = answer.body();
        this.reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        this.patience = patience;
    }

    int status() {
        return status;
    }

    /** The next line; empty at the end of the answer. */
    Optional<String> next() throws IOException, InterruptedException {
        return Optional.ofNullable(Http.within(patience, reader::readLine));
    }

    String rest() throws IOException, InterruptedException {
        StringBuilder rest = new StringBuilder();
        for (Optional<String> line = next(); line.isPresent(); line = next()) {
            rest.append(line.get()).append('\n');
        }
        return rest.toString();
    }

    /** Closes what the reader reads, and not the reader, whose lock a read without end may hold. */
    @Override
    public void close() throws IOException {
        body.close();
    }
}
