package dev.perch.daemon.drill;

import java.util.Arrays;
import java.util.Optional;

/** How a drill makes the holder fail; {@link #word()} is what users write. */
public enum Mode {
    /** Its plug is pulled: link and processes end in the same instant. */
    POWER_OFF("power-off"),
    /** Its network cable is pulled; it goes on running. */
    LINK_DOWN("link-down"),
    /** Its keepalived is killed (SIGKILL); addresses and link stay. */
    PROCESS_KILL("process-kill"),
    /** It is shut down in order. */
    GRACEFUL("graceful"),
    /** All its processes are frozen, as in a snapshot or a live migration. */
    PAUSE("pause");

    private final String word;

    Mode(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<Mode> of(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word.equals(word)).findFirst();
    }
}
