package dev.perch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.cli.Command.Group;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.verb.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    @Test
    void everyCommandIsInTheDocumentation() throws IOException {
        String text = Files.readString(Path.of("../docs/cli.md"));
        for (Command command : Commands.all()) {
            switch (command) {
                case Verb verb -> assertThat(text).contains("perch " + verb.name());
                case Group group ->
                    group.members()
                            .get()
                            .forEach(member -> assertThat(text.lines()
                                            .filter(line -> line.startsWith("| `perch " + group.name() + " ")))
                                    .as(group.name() + " " + member.name())
                                    .anyMatch(line -> line.contains(member.name())));
            }
        }
    }

    @Test
    void everyExitCodeIsInTheDocumentationWithItsMeaning() throws IOException {
        String text = Files.readString(Path.of("../docs/cli.md"));
        for (Exit exit : Exit.values()) {
            assertThat(text).contains("| " + exit.code() + " | " + exit.meaning() + " |");
        }
    }
}
