package dev.perch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BashCompletionTest {
    /** What bash refuses to do when no key was pressed. */
    private static final String OUTSIDE = "compopt() { true; }\n";

    @ParameterizedTest
    @CsvSource({
        "perch vi, vip",
        "perch vip mo, move-log",
        "perch vip drill --mo, --mode",
        "perch security-group rule add --dir, --direction",
        "perch vip set web --flow-fate k, keep",
        "perch vip drill web --mode li, link-down",
        "perch -o w, wide",
        "perch -o json ser, server"
    })
    void bashCompletesCommandsOptionsAndTheirWords(String line, String completion) throws Exception {
        String script = Ran.with(Map.of(), "", "completion", "bash").out();
        assertThat(bash(script + OUTSIDE + "COMP_WORDS=(" + line
                        + ")\nCOMP_CWORD=$((${#COMP_WORDS[@]}-1))\n_complete_perch\n" + "echo \"${COMPREPLY[@]}\""))
                .isEqualTo(completion + "\n");
    }

    private static String bash(String script) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash").redirectErrorStream(true).start();
        bash.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
        bash.getOutputStream().close();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        bash.waitFor();
        return out;
    }
}
