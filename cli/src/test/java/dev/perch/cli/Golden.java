package dev.perch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Output that is kept in src/test/golden and reviewed as a diff; {@code make golden} rewrites it. */
public final class Golden {
    private Golden() {}

    public static void check(String name, String actual) throws IOException {
        Path file = Path.of("src/test/golden", name + ".txt");
        if ("write".equals(System.getProperty("perch.golden"))) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
        }
        assertThat(actual).as(file.toString()).isEqualTo(Files.readString(file));
    }
}
