package dev.perch.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HttpTest {
    @Test
    void aBodyOfKnownLengthIsRead() throws IOException {
        assertThat(body("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more"))
                .isEqualTo("hello");
    }

    @Test
    void chunksAreJoined() throws IOException {
        assertThat(body("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "5;x=y\r\nhello\r\n1\r\n!\r\n0\r\nTrailer: t\r\n\r\n"))
                .isEqualTo("hello!");
    }

    @Test
    void aBodyWithoutLengthLastsUntilTheEnd() throws IOException {
        assertThat(body("HTTP/1.0 200 OK\r\n\r\nall of it")).isEqualTo("all of it");
    }

    @Test
    void provisionalAnswersArePassedOver() throws IOException {
        assertThat(body("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"))
                .isEqualTo("x");
    }

    @Test
    void anAnswerThatBreaksOffIsAnError() {
        assertThatThrownBy(() -> body("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello"))
                .hasMessageContaining("broke off");
        assertThatThrownBy(() -> body("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"))
                .hasMessageContaining("broke off");
        assertThatThrownBy(() -> body("HTTP/1.1 200")).hasMessageContaining("broke off");
    }

    @Test
    void somethingThatIsNotHttpIsAnError() {
        assertThatThrownBy(() -> body("SSH-2.0-OpenSSH_10.0\r\n")).hasMessageContaining("does not speak HTTP");
    }

    @Test
    void silenceBeyondPatienceIsAnError() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
            assertThatThrownBy(() -> Http.send("GET", url, Map.of(), new byte[0], Duration.ofMillis(50)))
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Property(tries = 200)
    void anyAnswerIsReadOrRefused(@ForAll byte[] noise) {
        try {
            body("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + new String(noise, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            assertThat(e).hasMessageMatching(".+");
        }
    }

    private static String body(String answer) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(server, answer));
            URI url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
            try (Http.Answer got = Http.send("GET", url, Map.of(), new byte[0], Duration.ofSeconds(5))) {
                return new String(got.body().readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    private static void answer(ServerSocket server, String text) {
        try (Socket socket = server.accept()) {
            for (String line = Http.line(socket.getInputStream()); !line.isEmpty(); ) {
                line = Http.line(socket.getInputStream());
            }
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
