package dev.perch.api.ops;

import dev.perch.model.Drill;
import dev.perch.model.ObjectId.VipId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes the holder of a virtual IP fail on purpose and measures what clients notice. */
public interface DrillRunner {

    /** How the holder is made to fail; {@link #word()} is the name users see. */
    enum Mode {
        /** The server's plug is pulled. */
        POWER_OFF("power-off"),
        /** The cable of its NIC is pulled. */
        LINK_DOWN("link-down"),
        /** The program that holds the address is killed. */
        PROCESS_KILL("process-kill"),
        /** The server is stopped in order. */
        GRACEFUL("graceful"),
        /** All its processes are frozen for a while. */
        PAUSE("pause");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** What became of it. */
    sealed interface Finished {
        /** It was made, measured and kept, and things were put back. */
        record Made(Drill drill) implements Finished {}

        /**
         * It could not be made, and nothing was touched.
         *
         * @param code a stable word in kebab case, e.g. {@code no-holder}
         */
        record Impossible(String code, String message) implements Finished {}
    }

    /**
     * Blocks until it is done. An interrupt ends it early; things are put back all the same.
     *
     * @param settle   how long to go on measuring after the first answer from the new holder; a sensible time when empty
     * @param progress takes a sentence at each step, on this thread
     */
    Finished run(VipId vip, Mode mode, Optional<Duration> settle, Consumer<String> progress)
            throws InterruptedException;
}
