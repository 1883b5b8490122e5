package dev.perch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExitCodesTest {
    private FakeDaemon daemon;

    @TempDir
    Path data;

    @BeforeEach
    void start() throws IOException {
        daemon = new FakeDaemon();
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    @Test
    void aVerbThatDoesItsWorkEndsWithZero() {
        daemon.on("GET vips", 200, "{\"vips\":[]}");
        assertThat(Ran.perch(daemon, "get", "vips").exit()).isZero();
    }

    @Test
    void aRefusalEndsWithOneAndItsMessage() {
        daemon.on("DELETE vips/web", 409, error("vip-bound", "vip web is bound to web-a: unbind it first"));
        Ran ran = Ran.perch(daemon, "vip", "delete", "web");
        assertThat(ran).isEqualTo(new Ran(1, "", "perch: vip web is bound to web-a: unbind it first\n"));
    }

    @Test
    void aWrongCommandLineEndsWithTwoAndAHint() {
        Ran ran = Ran.perch(daemon, "vip", "shwo", "web");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("did you mean show?").contains("perch vip --help");
    }

    @Test
    void aWrongOptionValueEndsWithTwoAndTheRule() {
        Ran ran = Ran.perch(daemon, "vip", "drill", "web", "--mode", "fire");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err())
                .contains("--mode")
                .contains("power-off, link-down")
                .contains("'fire' is none of");
    }

    @Test
    void anUnknownKindEndsWithTwoAndTheKindsThereAre() {
        Ran ran = Ran.perch(daemon, "get", "vipz");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("vips, eips, peerings, route-tables, security-groups, quotas, events, audit");
    }

    @Test
    void aMissingObjectEndsWithThree() {
        daemon.on("GET vips/web", 404, error("vip-not-found", "there is no vip web"));
        assertThat(Ran.perch(daemon, "vip", "show", "web")).isEqualTo(new Ran(3, "", "perch: there is no vip web\n"));
    }

    @Test
    void noDaemonEndsWithFour() {
        Ran ran = Ran.with(Map.of("PERCH_DATA", data.toString()), "", "status");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("no daemon runs for " + data).contains("perch up");
    }

    @Test
    void aDaemonThatDiedEndsWithFour() throws IOException {
        Files.writeString(data.resolve("daemon.json"), "{\"pid\":1,\"url\":\"http://127.0.0.1:" + freePort() + "\"}");
        Files.writeString(data.resolve("token"), "secret\n");
        Ran ran = Ran.with(Map.of("PERCH_DATA", data.toString()), "", "status");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("no daemon answers at http://127.0.0.1:");
    }

    @Test
    void aWrongTokenEndsWithFive() {
        Ran ran = Ran.with(Map.of("PERCH_URL", daemon.url(), "PERCH_TOKEN", "guess"), "", "get", "vips");
        assertThat(ran.exit()).isEqualTo(5);
        assertThat(ran.err()).contains("does not accept the token");
    }

    @Test
    void noTokenEndsWithFive() {
        Ran ran = Ran.with(Map.of("PERCH_URL", daemon.url(), "PERCH_DATA", data.toString()), "", "get", "vips");
        assertThat(ran.exit()).isEqualTo(5);
        assertThat(ran.err()).contains("there is no token in " + data.resolve("token"));
    }

    @Test
    void startingTheDaemonWithoutBeingRootEndsWithFive() {
        Ran ran = Ran.as(1000, Map.of("PERCH_DATA", data.toString()), "", false, "up");
        assertThat(ran.exit()).isEqualTo(5);
        assertThat(ran.err()).contains("sudo");
    }

    @Test
    void aDrillThatFailedEndsWithSix() {
        String failed = Samples.oneLine(Samples.DRILL).replace("\"ok\":true", "\"ok\":false");
        daemon.on("POST vips/web/drills", 200, "{\"progress\":\"probing\"}\n", "{\"result\":" + failed + "}\n");
        Ran ran = Ran.perch(daemon, "vip", "drill", "web");
        assertThat(ran.exit()).isEqualTo(6);
        assertThat(ran.err()).isEqualTo("probing\n");
    }

    @Test
    void somethingElseThanAPerchDaemonIsToldSo() {
        daemon.on("GET vips", 200, "<html>hello</html>");
        Ran ran = Ran.perch(daemon, "get", "vips");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("not a Perch daemon");
    }

    @Test
    void aMalformedUrlEndsWithTwo() {
        Ran ran = Ran.with(Map.of("PERCH_URL", "localhost:7070", "PERCH_TOKEN", "t"), "", "status");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("http://HOST:PORT");
    }

    @Test
    void failuresAreJsonForThoseWhoAskForJson() {
        daemon.on("DELETE vips/web", 409, error("vip-bound", "vip web is bound"));
        Ran ran = Ran.perch(daemon, "vip", "delete", "web", "-o", "json");
        assertThat(ran.err())
                .isEqualTo("{\"error\":{\"code\":\"vip-bound\",\"field\":\"\",\"message\":\"vip web is bound\"},"
                        + "\"exit\":1}\n");
    }

    private static String error(String code, String message) {
        return "{\"error\":{\"code\":\"" + code + "\",\"field\":\"\",\"message\":\"" + message + "\"}}";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
