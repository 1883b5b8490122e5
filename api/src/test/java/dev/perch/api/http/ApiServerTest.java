package dev.perch.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.auth.BootstrapToken;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every call has in common, over a real socket. */
class ApiServerTest {
    private static final String TOKEN = "0123456789abcdef-test";
    private static final Envelope PLAIN = ApiServerTest::plain;

    private final CountDownLatch gone = new CountDownLatch(1);
    private final Figures figures = new Figures();
    private ApiServer server;
    private Client client;

    @BeforeEach
    void start() {
        List<Route> routes = List.of(
                new Route("GET", "/things/{thing}", PLAIN, r -> Answer.ok(Map.of("thing", r.parameter("thing")))),
                new Route("DELETE", "/things/{thing}", PLAIN, r -> Answer.empty(204)),
                new Route(
                        "POST",
                        "/things",
                        PLAIN,
                        r -> Answer.json(201, Map.of("name", (Object)
                                r.read(Fields.Unknown.REFUSED, f -> f.requiredText("name"))))),
                new Route("GET", "/broken", PLAIN, r -> {
                    throw new IllegalStateException("the test breaks it");
                }),
                new Route(
                        "GET",
                        "/query",
                        PLAIN,
                        r -> Answer.ok(Map.of("all", r.query().all("k")))),
                new Route("GET", "/stream", PLAIN, r -> new Answer.Streamed(200, "text/plain", this::pour)));
        server = ApiServer.start(
                new ApiServer.Config("127.0.0.1", 0, new BootstrapToken(TOKEN), routes, path -> PLAIN, figures));
        client = new Client(server.port(), "X-Auth-Token", TOKEN);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static Answer plain(Problem problem, String requestId) {
        return switch (problem) {
            case Problem.BadRequest bad -> Answer.json(400, Map.of("field", bad.field(), "rule", bad.rule()));
            case Problem.Refused refused -> Answer.json(409, Map.of());
            case Problem.TooLarge large -> Answer.json(413, Map.of("most", large.mostBytes()));
            case Problem.Unauthenticated u -> Answer.json(401, Map.of());
            case Problem.ForeignProject f -> Answer.json(403, Map.of());
            case Problem.NoSuchPath p -> Answer.json(404, Map.of("path", p.path()));
            case Problem.WrongMethod m -> Answer.json(405, Map.of("allowed", m.allowed()));
            case Problem.Fault f -> Answer.json(500, Map.of("id", requestId));
        };
    }

    /** Writes until nobody reads. */
    private void pour(OutputStream out) {
        try {
            while (true) {
                out.write("line\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                Thread.sleep(5);
            }
        } catch (Exception e) {
            gone.countDown();
        }
    }

    @Test
    void nothingAnswersWithoutTheToken() {
        try (Client stranger = new Client(server.port());
                Client wrong = new Client(server.port(), "X-Auth-Token", TOKEN + "x");
                Client basic = new Client(server.port(), "Authorization", "Basic " + TOKEN)) {
            assertThat(stranger.get("/things/a").status()).isEqualTo(401);
            assertThat(stranger.get("/nowhere").status()).isEqualTo(401);
            assertThat(wrong.get("/things/a").status()).isEqualTo(401);
            assertThat(basic.get("/things/a").status()).isEqualTo(401);
        }
    }

    @Test
    void theTokenIsAcceptedInEitherHeaderAlsoBesideASignature() {
        try (Client bearer = new Client(server.port(), "Authorization", "Bearer " + TOKEN);
                Client both =
                        new Client(server.port(), "X-Auth-Token", TOKEN, "Authorization", "SDK-HMAC-SHA256 Access=a")) {
            bearer.get("/things/a").expect(200);
            both.get("/things/a").expect(200);
        }
    }

    @Test
    void everyAnswerHasAnIdOfItsOwnAndAType() {
        Reply first = client.get("/things/a").expect(200);
        Reply second = client.get("/nowhere").expect(404);
        assertThat(first.header("X-Request-Id")).matches("[0-9a-f]{32}");
        assertThat(second.header("X-Request-Id")).matches("[0-9a-f]{32}").isNotEqualTo(first.header("X-Request-Id"));
        assertThat(first.header("Content-Type")).isEqualTo("application/json");
        assertThat(client.delete("/things/a").expect(204).header("X-Request-Id"))
                .isNotEmpty();
    }

    @Test
    void aPathIsMatchedDecoded() {
        assertThat(client.get("/things/a%2Fb%20c+d").at("/thing")).isEqualTo("a/b c+d");
        assertThat(client.get("/things/a/").at("/thing")).isEqualTo("a");
        client.get("/things/%00").expect(400);
        client.get("/things").expect(405);
        client.get("/things/a/b").expect(404);
        client.get("/things//").expect(404);
    }

    @Test
    void aWrongMethodSaysWhichAreRight() {
        Reply reply = client.post("/things/a", "{}").expect(405);
        assertThat(reply.header("Allow")).isEqualTo("DELETE, GET");
    }

    @Test
    void malformedJsonIsRefusedWithItsPosition() {
        assertThat(client.post("/things", "{\"name\":\n  nope}").expect(400).at("/rule"))
                .startsWith("the body is not JSON at line 2, column ");
        assertThat(client.post("/things", "").expect(400).at("/rule")).contains("must be a JSON object");
        assertThat(client.post("/things", "[]").expect(400).at("/rule")).contains("not a list");
        assertThat(client.post("/things", "{\"name\":\"a\"} x").expect(400).at("/rule"))
                .contains("not JSON");
        assertThat(client.post("/things", "{\"name\":\"a\",\"name\":\"b\"}")
                        .expect(400)
                        .at("/rule"))
                .contains("Duplicate");
        assertThat(client.send("POST", "/things", new byte[] {'{', (byte) 0xff, '}'})
                        .expect(400)
                        .at("/rule"))
                .contains("not JSON");
        assertThat(client.post("/things", "[".repeat(100_000)).expect(400).at("/rule"))
                .contains("depth");
    }

    @Test
    void aFieldThatBreaksARuleIsNamed() {
        assertThat(client.post("/things", "{}").expect(400).text()).contains("\"field\":\"name\"", "is required");
        assertThat(client.post("/things", "{\"name\":null}").expect(400).text()).contains("is required");
        assertThat(client.post("/things", "{\"name\":7}").expect(400).text()).contains("a string, not a number");
        assertThat(client.post("/things", "{\"name\":\"a\",\"nmae\":1}")
                        .expect(400)
                        .at("/field"))
                .isEqualTo("nmae");
        assertThat(client.post("/things", "{\"name\":\"\\u0000\"}").expect(400).text())
                .contains("U+0000");
        assertThat(client.post("/things", "{\"name\":\"\\ud800\"}").expect(400).text())
                .contains("surrogate");
    }

    @Test
    void aBodyMayBeOneMebibyteAndNotAByteMore() {
        String frame = "{\"name\":\"\"}";
        String most = "{\"name\":\"" + "x".repeat(Body.MOST_BYTES - frame.length()) + "\"}";
        client.post("/things", most).expect(201);
        Reply reply = client.post("/things", most + " ").expect(413);
        assertThat(reply.at("/most")).isEqualTo("1048576");
        client.get("/things/a").expect(200);
    }

    @Test
    void whoSendsTooMuchGetsToReadTheAnswer() {
        String tooMuch = "x".repeat(4 * Body.MOST_BYTES);
        for (int i = 0; i < 50; i++) {
            client.post("/things", tooMuch).expect(413);
        }
    }

    @Test
    void aBodyWithoutLengthIsBoundedToo() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /things HTTP/1.1\r\nHost: x\r\nX-Auth-Token: " + TOKEN
                            + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = "x".repeat(65536).getBytes(StandardCharsets.US_ASCII);
            try {
                for (int i = 0; i < 64; i++) {
                    out.write("10000\r\n".getBytes(StandardCharsets.US_ASCII));
                    out.write(chunk);
                    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            } catch (java.io.IOException e) {
                // the server need not take it all
            }
            assertThat(firstLine(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void whatIsNoHttpGetsAPlainAnswer() throws Exception {
        assertThat(raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 4");
        client.get("/things/a").expect(200);
    }

    @Test
    void aFaultIsAnsweredWithTheIdUnderWhichTheLogHasIt() {
        Reply reply = client.get("/broken").expect(500);
        assertThat(reply.at("/id")).isEqualTo(reply.header("X-Request-Id"));
        client.get("/things/a").expect(200);
    }

    @Test
    void aRepeatedQueryKeyIsAList() {
        assertThat(client.get("/query?k=a%3Db&k=&x=1&k=c+d").text()).isEqualTo("{\"all\":[\"a=b\",\"c d\"]}");
    }

    @Test
    void anEscapeThatIsNoneIsMalformed() throws Exception {
        assertThat(raw("GET /query?k=%zz HTTP/1.1\r\nHost: x\r\nX-Auth-Token: " + TOKEN + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(raw("GET /things/%zz HTTP/1.1\r\nHost: x\r\nX-Auth-Token: " + TOKEN + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return firstLine(socket);
        }
    }

    @Test
    void aStreamEndsWhenItsReaderGoesAway() throws Exception {
        try (InputStream in = client.open("GET", "/stream", null)) {
            assertThat(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine())
                    .isEqualTo("line");
        }
        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closingTheServerEndsItsStreams() throws Exception {
        try (InputStream in = client.open("GET", "/stream", null)) {
            assertThat(in.read()).isEqualTo('l');
            server.close();
            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void answersAreCountedByCallAndStatus() {
        client.get("/things/a");
        client.get("/things/b");
        client.get("/broken");
        client.get("/nowhere");
        assertThat(figure("GET", "/things/{thing}").answers(2)).isEqualTo(2);
        assertThat(figure("GET", "/broken").answers(5)).isEqualTo(1);
        assertThat(figure("", "none").answers(4)).isEqualTo(1);
        assertThat(figure("GET", "/things/{thing}").nanos()).isPositive();
    }

    private RouteFigures figure(String method, String template) {
        return figures.routes().stream()
                .filter(f -> f.method().equals(method) && f.template().equals(template))
                .findFirst()
                .orElseThrow();
    }

    private static String firstLine(Socket socket) throws Exception {
        socket.setSoTimeout(10_000);
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }
}
