package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.cli.Command;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.Line;
import dev.perch.cli.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** {@code perch version}. */
final class Version {
    static final Verb VERB = Command.verb("version", "the version of this command", Version::run);

    private Version() {}

    private static void run(Line line) throws IOException {
        ObjectNode answer = Json.object();
        answer.put("version", own());
        answer.put("java", Runtime.version().toString());
        line.output().answer(answer, out -> out.say("perch " + Json.text(answer, "version")));
    }

    private static String own() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/dev/perch/cli/version.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}
