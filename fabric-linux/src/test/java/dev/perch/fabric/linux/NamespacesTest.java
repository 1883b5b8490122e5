package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perch.fabric.linux.kernel.NamespaceThread;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamespacesTest {
    private final Namespaces namespaces = new Namespaces();
    private final String name = "perchtest-" + ProcessHandle.current().pid();

    @AfterEach
    void clean() {
        namespaces.delete(name);
    }

    @Test
    void aNamespaceIsMadeOnceAndIsGoneAfterDelete() {
        namespaces.create(name);
        Object inode = inode();
        namespaces.create(name);
        assertThat(inode()).isEqualTo(inode);
        assertThat(namespaces.exists(name)).isTrue();
        assertThat(namespaces.list("perchtest-")).contains(name);
        namespaces.delete(name);
        namespaces.delete(name);
        assertThat(namespaces.exists(name)).isFalse();
        assertThat(namespaces.path(name)).doesNotExist();
    }

    @Test
    void aThreadInItSeesItsInterfacesOnlyAndOthersDoNot() {
        namespaces.create(name);
        try (NamespaceThread thread = NamespaceThread.enter(namespaces.path(name))) {
            String devices = thread.call(() -> Files.readString(Path.of("/proc/thread-self/net/dev")));
            assertThat(devices.lines().skip(2)).hasSize(1).first().asString().contains("lo:");
            assertThat(thread.call(() -> Files.readString(Path.of("/proc/thread-self/net/if_inet6"))))
                    .as("loopback is up")
                    .contains(" lo");
        }
    }

    @Test
    void anEmptyFileOfThatNameIsNoNamespaceAndIsUsedForTheNewOne() throws Exception {
        namespaces.create(name + "x");
        namespaces.delete(name + "x");
        Files.createFile(namespaces.path(name));
        assertThat(namespaces.exists(name)).isFalse();
        namespaces.create(name);
        assertThat(namespaces.exists(name)).isTrue();
    }

    @Test
    void aNameWithASlashIsRefused() {
        assertThatThrownBy(() -> namespaces.create("../x")).isInstanceOf(IllegalArgumentException.class);
    }

    private Object inode() {
        try {
            return Files.getAttribute(namespaces.path(name), "unix:ino");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
