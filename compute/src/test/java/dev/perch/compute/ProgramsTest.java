package dev.perch.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProgramsTest {

    @Test
    void namesThePackagesOfMissingPrograms() {
        assertThatThrownBy(() -> Programs.demandAll("/nowhere"))
                .isInstanceOf(ServerFault.class)
                .hasMessageContaining("tini (package tini)")
                .hasMessageContaining("nsenter (package util-linux)");
    }

    @Test
    void saysWhatAFailedProgramPrinted() {
        assertThatThrownBy(() -> Programs.run("/bin/sh", "-c", "echo why >&2; exit 3"))
                .hasMessage("/bin/sh ended with status 3: why");
        assertThat(Programs.run("/bin/sh", "-c", "echo $PATH")).isEqualTo(Programs.PATH);
    }
}
