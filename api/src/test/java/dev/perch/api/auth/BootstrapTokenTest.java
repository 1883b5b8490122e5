package dev.perch.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootstrapTokenTest {
    private final BootstrapToken token = new BootstrapToken("a-secret-of-enough-length");

    @Test
    void onlyTheTokenItselfAdmits() {
        assertThat(token.admits(Optional.of("a-secret-of-enough-length"), Optional.empty()))
                .isTrue();
        assertThat(token.admits(Optional.empty(), Optional.of("Bearer a-secret-of-enough-length")))
                .isTrue();
        assertThat(token.admits(Optional.empty(), Optional.empty())).isFalse();
        assertThat(token.admits(Optional.of(""), Optional.of("Bearer "))).isFalse();
        assertThat(token.admits(Optional.of("a-secret-of-enough-lengt"), Optional.empty()))
                .isFalse();
        assertThat(token.admits(Optional.of("a-secret-of-enough-length "), Optional.empty()))
                .isFalse();
        assertThat(token.admits(Optional.empty(), Optional.of("a-secret-of-enough-length")))
                .isFalse();
    }

    @Test
    void aTokenThatCouldBeGuessedIsNotTaken() {
        assertThatThrownBy(() -> new BootstrapToken("short")).isInstanceOf(IllegalArgumentException.class);
    }
}
