package dev.perch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.cli.http.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonOutputTest {
    @Test
    void listsAndObjectsAreWhatTheDaemonAnswered() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon()) {
            daemon.on("GET vips", 200, "{\"vips\":[" + Samples.VIP + "]}").on("GET vips/web", 200, Samples.VIP);
            assertThat(Json.parse(Ran.perch(daemon, "get", "vips", "-o", "json").out())
                            .at("/vips/0"))
                    .isEqualTo(Json.parse(Samples.VIP));
            assertThat(Json.parse(Ran.perch(daemon, "-o", "json", "vip", "show", "web")
                            .out()))
                    .isEqualTo(Json.parse(Samples.VIP));
        }
    }

    @Test
    void statusHasHealthAndVips() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon()) {
            daemon.on("GET health", 200, Samples.HEALTH).on("GET vips", 200, "{\"vips\":[]}");
            assertThat(Json.parse(Ran.perch(daemon, "status", "-o", "json").out())
                            .fieldNames())
                    .toIterable()
                    .containsExactly("health", "vips");
        }
    }

    @Test
    void aDrillIsItsResultAndItsProgressStaysOutOfTheWay() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon()) {
            String result = "{\"result\":" + Samples.oneLine(Samples.DRILL) + "}\n";
            daemon.on("POST vips/web/drills", 200, "{\"progress\":\"probing\"}\n", result);
            Ran ran = Ran.perch(daemon, "vip", "drill", "web", "-o", "json");
            assertThat(Json.parse(ran.out())).isEqualTo(Json.parse(Samples.DRILL));
            assertThat(ran.err()).isEqualTo("probing\n");
        }
    }

    @Test
    void yamlHasTheSameFields() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon()) {
            daemon.on("GET vpcs/demo", 200, Samples.VPC);
            assertThat(Ran.perch(daemon, "vpc", "show", "demo", "-o", "yaml").out())
                    .startsWith("id: 0b1f2c3d-0000-4000-8000-000000000001\nname: demo\ndescription: ''\n")
                    .contains("\nrevision: 2\n");
        }
    }

    @Test
    void versionsAreJsonToo() throws IOException {
        assertThat(Json.parse(Ran.with(java.util.Map.of(), "", "version", "-o", "json")
                                .out())
                        .path("version")
                        .asText())
                .matches("\\d+\\.\\d+.*");
    }
}
