package dev.perch.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.ObjectId.ServerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server has ended and its first process's number is somebody else's, on the host. */
class ProcessTreeTest {
    private final ServerId server = new ServerId(UUID.randomUUID());
    private Process stranger;

    @BeforeEach
    void stopped() throws Exception {
        stranger = new ProcessBuilder("/bin/sh", "-c", "kill -s STOP $$; sleep 60").start();
        while (state() != 'T') {
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void gone() throws Exception {
        stranger.destroyForcibly();
        assertThat(stranger.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void nobodyIsSignalled() throws Exception {
        tree(Instant.EPOCH).signal("CONT");

        assertThat(state()).isEqualTo('T');
    }

    @Test
    void nobodyIsKilled() {
        tree(Instant.EPOCH).kill();

        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void nobodyIsCounted() {
        assertThat(tree(Instant.EPOCH).pids()).isEmpty();
    }

    private ProcessTree tree(Instant since) {
        return new ProcessTree(new Running(server, 1, stranger.pid(), since));
    }

    /** Field 3 of proc_pid_stat(5); the program's name before it has no blanks. */
    private char state() throws Exception {
        return Files.readString(Path.of("/proc/" + stranger.pid() + "/stat"))
                .split(" ")[2]
                .charAt(0);
    }
}
