package dev.perch.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link Daemon} makes of answers that end early, late or never. */
class HttpTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private HttpServer server;
    private final CountDownLatch over = new CountDownLatch(1);

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    @Test
    void linesAreHandedOverWhileTheAnswerGoesOn() {
        CountDownLatch first = new CountDownLatch(1);
        answer(exchange -> {
            write(exchange, "{\"n\":1}\n\n");
            await(first); // an answer that was held back until its end would never end
            write(exchange, "{\"n\":2}");
        });
        List<Integer> seen = new ArrayList<>();
        daemon().stream("x", Json.object(), Duration.ofSeconds(30), part -> {
            seen.add(part.path("n").asInt());
            first.countDown();
        });
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void silenceBeforeTheAnswerIsGivenUpOn() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Daemon daemon = daemon(silent.getLocalPort());
            unreachable(() -> daemon.stream("x", Json.object(), SHORT, part -> {}), "does not answer");
        }
    }

    @Test
    void silenceWithinAnAnswerIsGivenUpOn() {
        answer(exchange -> {
            write(exchange, "{\"n\":1}\n");
            await(over);
        });
        List<Integer> seen = new ArrayList<>();
        unreachable(
                () -> daemon().stream(
                        "x",
                        Json.object(),
                        SHORT,
                        part -> seen.add(part.path("n").asInt())),
                "does not answer");
        assertThat(seen).containsExactly(1);
    }

    @Test
    void anInterruptEndsTheReading() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        answer(exchange -> {
            write(exchange, "{\"n\":1}\n");
            await(over);
        });
        List<Throwable> ends = new ArrayList<>();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                daemon().stream("x", Json.object(), Duration.ZERO, part -> reading.countDown());
            } catch (Failure e) {
                ends.add(e);
            }
        });
        await(reading);
        reader.interrupt();
        assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
        assertThat(ends).singleElement().extracting(Throwable::getMessage).isEqualTo("interrupted");
    }

    @Test
    void anAnswerThatBreaksOffIsAnError() {
        unreachable(() -> raw("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}"), "lost the daemon");
        unreachable(() -> raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}"), "lost the daemon");
        unreachable(() -> raw("HTTP/1.1 200"), "lost the daemon");
        unreachable(() -> raw("SSH-2.0-OpenSSH_10.0\r\n"), "lost the daemon");
    }

    @Test
    void aTokenThatIsNoHeaderIsRefusedAndNotRepeated() {
        Daemon daemon =
                new Daemon(new Http(), URI.create("http://127.0.0.1:1"), "a\nb", Optional.empty(), Path.of("/data"));
        assertThatThrownBy(() -> daemon.get("vips"))
                .hasMessage("the token has characters that cannot be sent")
                .hasNoCause()
                .extracting(failure -> ((Failure) failure).exit())
                .isEqualTo(Exit.USAGE);
    }

    private static void unreachable(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .hasMessageContaining(message)
                .extracting(failure -> ((Failure) failure).exit())
                .isEqualTo(Exit.UNREACHABLE);
    }

    private Daemon daemon() {
        return daemon(server.getAddress().getPort());
    }

    private static Daemon daemon(int port) {
        return new Daemon(new Http(), URI.create("http://127.0.0.1:" + port), "t", Optional.empty(), Path.of("/data"));
    }

    /** Posts to something that answers these bytes and hangs up. */
    private static void raw(String bytes) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read(new byte[4096]);
                    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    // the client hung up first
                }
            });
            daemon(server.getLocalPort()).post("x", Json.object());
        }
    }

    /** What an answer consists of. */
    @FunctionalInterface
    private interface Body {
        void write(HttpExchange exchange) throws IOException;
    }

    private void answer(Body body) {
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, 0);
                body.write(exchange);
            }
        });
    }

    private static void write(HttpExchange exchange, String text) throws IOException {
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
