package dev.perch.fabric.linux.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class NamespaceThreadTest {

    @Test
    void theThreadsOfVirtualThreadsThatItWakesStayAtHome() throws Exception {
        // a JVM of its own, whose carriers have yet to be started
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djdk.virtualThreadScheduler.parallelism=2",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Carriers.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said.strip()).isEqualTo("at home");
    }

    /** Wakes a virtual thread whose carrier is taken meanwhile, so that another has to be started. */
    static final class Carriers {
        public static void main(String[] none) throws Exception {
            String home = namespace();
            CountDownLatch waits = new CountDownLatch(1);
            CountDownLatch occupied = new CountDownLatch(1);
            AtomicBoolean woken = new AtomicBoolean();
            try (NamespaceThread thread = NamespaceThread.unshare("carriers")) {
                Thread sleeper = Thread.ofVirtual().start(() -> {
                    thread.call(() -> {
                        waits.countDown();
                        occupied.await();
                        return null;
                    });
                    woken.set(true);
                    System.out.println(namespace().equals(home) ? "at home" : "away");
                });
                waits.await();
                while (sleeper.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
                Thread.ofVirtual().start(() -> {
                    occupied.countDown();
                    while (!woken.get()) {
                        Thread.onSpinWait();
                    }
                });
                sleeper.join();
            }
        }

        private static String namespace() {
            try {
                return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"))
                        .toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
