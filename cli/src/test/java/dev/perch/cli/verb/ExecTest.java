package dev.perch.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.cli.FakeDaemon;
import dev.perch.cli.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecTest {
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
    void outputIsPassedOnAndTheExitCodeIsTheCommands() {
        daemon.on(
                "POST servers/web-a/exec",
                200,
                "{\"stdout\":\"" + encoded("one\n") + "\"}\n{\"stderr\":\"" + encoded("hm\n") + "\"}\n",
                "{\"stdout\":\"" + encoded("two\n") + "\"}\n",
                "{\"exit\":17}\n");
        assertThat(Ran.perch(daemon, "exec", "web-a", "--", "ls", "-l", "--help"))
                .isEqualTo(new Ran(17, "one\ntwo\n", "hm\n"));
        assertThat(daemon.lastChange()).contains("\"argv\":[\"ls\",\"-l\",\"--help\"]");
    }

    @Test
    void standardInputIsPassedUnlessItIsATerminalOrUnwanted() {
        daemon.on("POST servers/web-a/exec", 200, "{\"exit\":0}\n");
        Ran.fed(daemon, "hello", "exec", "web-a", "--", "cat");
        assertThat(daemon.lastChange()).contains("\"stdin_base64\":\"" + encoded("hello") + "\"");
        Ran.fed(daemon, "hello", "exec", "-n", "web-a", "--", "cat");
        assertThat(daemon.lastChange()).doesNotContain("stdin_base64");
        Ran.onTerminal(
                Map.of("PERCH_URL", daemon.url(), "PERCH_TOKEN", FakeDaemon.TOKEN), "exec", "web-a", "--", "cat");
        assertThat(daemon.lastChange()).doesNotContain("stdin_base64");
    }

    @Test
    void anAnswerThatEndsBeforeTheCommandIsAFailure() {
        daemon.on("POST servers/web-a/exec", 200, "{\"stdout\":\"\"}\n");
        Ran ran = Ran.perch(daemon, "exec", "web-a", "--", "true");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("ended before the command did");
    }

    @Test
    void anErrorInTheStreamIsTold() {
        daemon.on("POST servers/web-a/exec", 200, "{\"error\":{\"code\":\"gone\",\"message\":\"server stopped\"}}\n");
        assertThat(Ran.perch(daemon, "exec", "web-a", "--", "true").err()).isEqualTo("perch: server stopped\n");
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
