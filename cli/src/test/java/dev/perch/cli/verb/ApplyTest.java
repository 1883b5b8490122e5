package dev.perch.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.cli.FakeDaemon;
import dev.perch.cli.Ran;
import dev.perch.cli.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyTest {
    private static final String CHANGES = """
            {"changes":[{"action":"create","kind":"vpc","name":"demo","id":"1"},
             {"action":"create","kind":"server","name":"web-a","id":"2"},
             {"action":"unchanged","kind":"vip","name":"web","id":"3"}]}""";
    private static final String TOPOLOGY = """
            servers:
              - name: web-a
                nics: [{subnet: front}]
            vips:
              - name: web
                subnet: front
                bind: [web-a, web-b]
            """;

    private FakeDaemon daemon;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        daemon = new FakeDaemon();
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    @Test
    void changesArePrintedOneALine() throws IOException {
        daemon.on("POST apply", 200, CHANGES);
        assertThat(Ran.perch(daemon, "apply", file(TOPOLOGY)).out()).isEqualTo("""
                        create     vpc     demo
                        create     server  web-a
                        unchanged  vip     web
                        2 created, 1 unchanged
                        """);
        assertThat(daemon.lastChange())
                .isEqualTo("POST apply {\"servers\":[{\"name\":\"web-a\",\"nics\":[{\"subnet\":\"front\"}]}],"
                        + "\"vips\":[{\"name\":\"web\",\"subnet\":\"front\",\"bind\":[\"web-a\",\"web-b\"]}]}");
    }

    @Test
    void standardInputIsAFileToo() {
        daemon.on("POST apply", 200, "{\"changes\":[]}");
        assertThat(Ran.fed(daemon, "vpcs: []\n", "apply", "-").out()).isEqualTo("nothing to do\n");
        Ran bad = Ran.fed(daemon, "vpcs: 1\n", "apply", "-");
        assertThat(bad).isEqualTo(new Ran(2, "", "perch: <stdin>:1:7: vpcs: is a list, this is a single value\n"));
    }

    @Test
    void aDryRunAsksForOneAndSaysSo() throws IOException {
        daemon.on("POST apply?dry_run=true", 200, CHANGES);
        assertThat(Ran.perch(daemon, "apply", file(TOPOLOGY), "--dry-run").out())
                .endsWith("dry run, nothing done: 2 created, 1 unchanged\n");
    }

    @Test
    void deletingSendsTheSameDocument() throws IOException {
        daemon.on("POST delete", 200, "{\"changes\":[{\"action\":\"delete\",\"kind\":\"vip\",\"name\":\"web\"}]}");
        assertThat(Ran.perch(daemon, "delete", file(TOPOLOGY)).out()).isEqualTo("delete     vip  web\n1 deleted\n");
        assertThat(daemon.lastChange()).startsWith("POST delete {\"servers\"");
    }

    @Test
    void aRefusalOfTheDaemonIsPlacedInTheFile() throws IOException {
        daemon.on(
                "POST apply",
                409,
                "{\"error\":{\"code\":\"server-not-found\",\"field\":\"vips[0].bind[1]\","
                        + "\"message\":\"there is no server web-b\"}}");
        String file = file(TOPOLOGY);
        assertThat(Ran.perch(daemon, "apply", file))
                .isEqualTo(new Ran(1, "", "perch: " + file + ":7:19: vips[0].bind[1]: there is no server web-b\n"));
    }

    @Test
    void aBadFileIsNotSent() throws IOException {
        Ran ran = Ran.perch(daemon, "apply", file("vip: []\nservers: [{}]\n"));
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err().lines()).hasSize(2).first().asString().endsWith("did you mean 'vips'?");
        assertThat(daemon.asked()).isEmpty();
    }

    @Test
    void aMissingFileIsAWrongCommandLine() {
        assertThat(Ran.perch(daemon, "apply", "/nonexistent.yaml"))
                .isEqualTo(new Ran(2, "", "perch: there is no file /nonexistent.yaml\n"));
    }

    @Test
    void waitingGoesOnUntilServersAreActiveAndTheFabricIsConverged() throws IOException {
        daemon.on("POST apply", 200, CHANGES)
                .on("GET servers/web-a", 200, Samples.SERVER.replace("ACTIVE", "BUILD"))
                .on("GET servers/web-a", 200, Samples.SERVER)
                .on("GET health", 200, Samples.HEALTH_BUSY)
                .on("GET health", 200, Samples.HEALTH);
        assertThat(Ran.perch(daemon, "apply", file(TOPOLOGY), "--wait").exit()).isZero();
        assertThat(daemon.asked())
                .extracting(Object::toString)
                .filteredOn("GET health"::equals)
                .hasSize(2);
    }

    @Test
    void waitingGivesUpAtItsDeadline() throws IOException {
        daemon.on("POST apply", 200, CHANGES).on("GET servers/web-a", 200, Samples.SERVER.replace("ACTIVE", "BUILD"));
        Ran ran = Ran.perch(daemon, "apply", file(TOPOLOGY), "--wait", "--timeout", "1");
        assertThat(ran.exit()).isEqualTo(6);
        assertThat(ran.err()).endsWith("perch: gave up after 1 s waiting until server web-a is ACTIVE; it is BUILD\n");
    }

    @Test
    void waitingForWhatFailsTellsWhatAndWhy() throws IOException {
        daemon.on("POST apply", 200, CHANGES)
                .on("GET servers/web-a", 200, Samples.SERVER)
                .on("GET health", 200, Samples.HEALTH_BUSY);
        Ran ran = Ran.perch(daemon, "apply", file(TOPOLOGY), "--wait", "--timeout", "1");
        assertThat(ran.exit()).isEqualTo(6);
        assertThat(ran.err())
                .endsWith("perch: gave up after 1 s waiting until the fabric is as it should be;"
                        + " 3 pending; the provider network: ~ connection to the host: port of br0: no such device\n");
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("ha.yaml"), text).toString();
    }
}
