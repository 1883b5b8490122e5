package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessWatchTest {

    @Test
    void theEndOfAProcessIsToldOnce() throws Exception {
        try (ProcessWatch watch = new ProcessWatch()) {
            Process sleep = new ProcessBuilder("sleep", "60").start();
            CompletableFuture<Long> gone = new CompletableFuture<>();
            watch.watch(sleep.pid(), () -> gone.complete(System.nanoTime()));
            assertThat(gone).isNotDone();
            sleep.destroyForcibly();
            gone.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void aProcessThatIsNotThereIsToldAtOnce() throws Exception {
        try (ProcessWatch watch = new ProcessWatch()) {
            Process gone = new ProcessBuilder("true").start();
            gone.waitFor();
            CompletableFuture<Void> told = new CompletableFuture<>();
            watch.watch(gone.pid(), () -> told.complete(null));
            told.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void aClosedWatchIsSilent() throws Exception {
        try (ProcessWatch watch = new ProcessWatch()) {
            Process sleep = new ProcessBuilder("sleep", "60").start();
            CompletableFuture<Void> silent = new CompletableFuture<>();
            CompletableFuture<Void> told = new CompletableFuture<>();
            watch.watch(sleep.pid(), () -> silent.complete(null)).close();
            watch.watch(sleep.pid(), () -> told.complete(null));
            sleep.destroyForcibly();
            told.get(5, TimeUnit.SECONDS);
            assertThat(silent).isNotDone();
        }
    }
}
