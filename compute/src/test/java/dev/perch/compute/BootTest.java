package dev.perch.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BootTest {

    @ParameterizedTest
    @CsvSource({"web-1,web-1", "a b'c,a-b-c", "--x--,x", "web.local.,web.local"})
    void makesAHostnameOfAnyName(String name, String hostname) {
        assertThat(boot(name).hostname()).isEqualTo(hostname);
    }

    @ParameterizedTest
    @CsvSource({"!!!", "网络"})
    void makesAHostnameOfTheIdWhenNothingIsLeft(String name) {
        assertThat(boot(name).hostname()).matches("server-[0-9a-f]{8}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eth0 eth1", "eth0'", "sixteen-letters!"})
    void demandsNamesOfInterfaces(String nic) {
        assertThatThrownBy(() -> new Boot(Lab.id(), "web-1", "", List.of(nic), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Boot boot(String name) {
        return new Boot(Lab.id(), name, "", List.of(), 1);
    }
}
