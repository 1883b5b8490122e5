package dev.perch.cli.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    static Stream<Path> examples() throws IOException {
        return Files.list(Path.of("../examples")).filter(file -> file.toString().endsWith(".yaml"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsATopology(Path example) throws IOException {
        TopologyFile file = TopologyFile.read(example.toString(), Files.readString(example), example.getParent());
        assertThat(file.problems()).isEmpty();
        assertThat(file.document().path("vips")).isNotEmpty();
    }
}
