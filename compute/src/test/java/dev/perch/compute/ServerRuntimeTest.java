package dev.perch.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.ObjectId.ServerId;


import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerRuntimeTest {
    private final Lab lab = new Lab();
    private final ServerId server = Lab.id();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void bootRunsUserDataAndKeepsItsOutput() {
        lab.boot(server, "web-1", "echo hello from $(hostname); echo oops >&2; exit 3\n");
        assertThat(Lab.await(() -> lab.runtime.log(server, 10).contains("status 3"))).isTrue();
        assertThat(lab.runtime.log(server, 10)).contains("hello from web-1\noops\nperch: user_data ended with status 3");
        assertThat(lab.runtime.running(server)).isPresent();
        lab.runtime.powerOff(server);
    }
}
