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

class ServersTest {
    private FakeDaemon daemon;

    @BeforeEach
    void start() throws IOException {
        daemon = new FakeDaemon();
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    @Test
    void creatingSendsNicsAndTheScriptAndWaitsUntilActive(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("boot.sh"), "true\n");
        String id = "0b1f2c3d-0000-4000-8000-000000000004";
        daemon.on("POST servers", 200, Samples.SERVER.replace("ACTIVE", "BUILD"))
                .on("GET servers/" + id, 200, Samples.SERVER.replace("ACTIVE", "BUILD"))
                .on("GET servers/" + id, 200, Samples.SERVER);
        Ran ran = Ran.perch(
                daemon,
                "server",
                "create",
                "web-a",
                "--user-data",
                script.toString(),
                "--nic",
                "front",
                "--nic",
                "back,address=10.0.1.7,check=off,group=web,group=db",
                "--security-group",
                "all");
        assertThat(ran).isEqualTo(new Ran(0, "server web-a created, id " + id + "\n", ""));
        assertThat(daemon.lastChange())
                .isEqualTo("POST servers {\"name\":\"web-a\",\"user_data\":\"true\\n\",\"security_groups\":[\"all\"],"
                        + "\"nics\":[{\"subnet\":\"front\"},{\"subnet\":\"back\",\"address\":\"10.0.1.7\",\"check\":false,"
                        + "\"security_groups\":[\"web\",\"db\"]}]}");
    }

    @Test
    void aScriptThatIsNotThereIsNamed() {
        Ran ran = Ran.perch(daemon, "server", "create", "z", "--nic", "front", "--user-data", "/nonexistent.sh");
        assertThat(ran).isEqualTo(new Ran(2, "", "perch: there is no file /nonexistent.sh\n"));
    }

    @Test
    void aServerThatFailsEndsTheWaitingWithItsReason() {
        daemon.on("POST servers/web-a/start", 200, Samples.SERVER.replace("ACTIVE", "BUILD"))
                .on(
                        "GET servers/web-a",
                        200,
                        Samples.SERVER
                                .replace("ACTIVE", "ERROR")
                                .replace("\"detail\":\"\"", "\"detail\":\"no mount\""));
        assertThat(Ran.perch(daemon, "server", "start", "web-a"))
                .isEqualTo(new Ran(1, "", "perch: server web-a failed: no mount\n"));
    }

    @Test
    void stoppingWaitsUntilShutOffUnlessToldNotTo() {
        daemon.on("POST servers/web-a/stop", 200, Samples.SERVER)
                .on("GET servers/web-a", 200, Samples.SERVER.replace("ACTIVE", "SHUTOFF"));
        assertThat(Ran.perch(daemon, "server", "stop", "web-a", "--mode", "power-off")
                        .out())
                .isEqualTo("server web-a stopped\n");
        assertThat(daemon.lastChange()).isEqualTo("POST servers/web-a/stop {\"mode\":\"power-off\"}");
        assertThat(Ran.perch(daemon, "server", "stop", "web-a", "--no-wait").out())
                .isEqualTo("server web-a will be stopped\n");
    }

    @Test
    void rebootingWaitsForAnotherProcessTree() {
        daemon.on("POST servers/web-a/reboot", 200, Samples.SERVER)
                .on("GET servers/web-a", 200, Samples.SERVER)
                .on("GET servers/web-a", 200, Samples.SERVER)
                .on("GET servers/web-a", 200, Samples.SERVER.replace("1234", "1235"));
        assertThat(Ran.perch(daemon, "server", "reboot", "web-a").exit()).isZero();
        assertThat(daemon.asked()).hasSize(4);
    }

    @Test
    void anUnknownNicFieldIsAWrongCommandLine() {
        Ran ran = Ran.perch(daemon, "server", "create", "a", "--nic", "net=front");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("not 'net'");
    }

    @Test
    void logsAreTheLastLines() {
        daemon.on("GET servers/web-a/log?tail=200", 200, "booting\nready\n");
        assertThat(Ran.perch(daemon, "server", "logs", "web-a").out()).isEqualTo("booting\nready\n");
    }

    @Test
    void referencesAreEscapedInPaths() {
        daemon.on("GET subnets/demo%2Ffront%20end", 200, Samples.SUBNET);
        assertThat(Ran.perch(daemon, "subnet", "show", "demo/front end").exit()).isZero();
    }
}
