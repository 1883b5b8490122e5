package dev.perch.compute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a server's boot script and its children printed: the file {@code log}, before it {@code log.1}. */
record ServerLog(Path directory) {

    /** The most that either of the two files holds, in bytes. */
    static final long LIMIT = 4 << 20;

    /** The last lines, at most {@code lines}; empty when there is none. */
    String tail(int lines) {
        List<String> all = (read("log.1") + read("log")).lines().toList();
        List<String> last = all.subList(Math.max(0, all.size() - lines), all.size());
        return last.isEmpty() ? "" : String.join("\n", last) + "\n";
    }

    private String read(String file) {
        try {
            return new String(Files.readAllBytes(directory.resolve(file)), StandardCharsets.UTF_8);
        } catch (IOException missing) {
            return "";
        }
    }
}
