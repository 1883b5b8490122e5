package dev.perch.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1,-2.5,true,false,null,\"\\u00e9\\n\"],\"b\":{}}",
                "[]",
                "12345678901234567890",
                "9007199254740993",
                "\"\""
            })
    void whatIsReadIsWrittenAgain(String text) throws IOException {
        assertThat(Trees.write(Trees.read(text), false)).isEqualTo(text.replace("\\u00e9", "é"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,]", "{} {}", "nul", "{\"a\"}"})
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> Trees.read(text)).isInstanceOf(IOException.class);
    }

    @Property(tries = 300)
    void anyTextIsReadOrRefused(@ForAll String text) {
        try {
            assertThat(Trees.read(text)).isNotNull();
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }
}
