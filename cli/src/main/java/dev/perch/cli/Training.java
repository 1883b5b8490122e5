package dev.perch.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the command mostly does, in one process and without a daemon, so that the JVM can write down which classes that
 * takes (docs/adr/0002).
 */
final class Training {
    private static final String ANSWER = """
            {"status":"ok","version":"0","converged":true,"pending":0,"failing":0,"uptime_seconds":1,"pid":1,
             "vips":[{"id":"i","name":"n","addresses":["10.0.0.1"],"holders":[{"family":"ipv4","server_name":"s"}]}],
             "id":"i","name":"n","addresses":["10.0.0.1"],"changes":[{"action":"create","kind":"vpc","name":"v"}],
             "holders":[{"family":"ipv4","since":"2026-01-01T00:00:00Z","server_name":"s"}],"state":"ACTIVE",
             "bindings":[{"server_name":"s","fenced":false}],"warnings":[],"moves":[],"exit":0,"ratio":0.5}
            """.replace("\n", "");
    private static final String TOPOLOGY = """
            vpcs: [{name: v, cidr: 10.0.0.0/16, subnets: [{name: s, cidr: 10.0.0.0/24, cidr_v6: "fd00::/64"}]}]
            vips: [{name: w, subnet: s, vrid: 1, bind: [a]}]
            """;

    private Training() {}

    static int run(Host host) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", Training::answer);
            server.start();
            Host trained = new Host(
                    Map.of(
                            "PERCH_URL",
                            "http://127.0.0.1:" + server.getAddress().getPort(),
                            "PERCH_TOKEN",
                            "t"),
                    new ByteArrayInputStream(TOPOLOGY.getBytes(StandardCharsets.UTF_8)),
                    new PrintStream(OutputStream.nullOutputStream()),
                    new PrintStream(OutputStream.nullOutputStream()),
                    false,
                    false,
                    false,
                    host.uid(),
                    host.clock());
            for (String line : new String[] {
                "--help",
                "status",
                "status -o json",
                "vip --help",
                "vip show n",
                "vip move-log n",
                "get servers",
                "get vips -o wide",
                "get eips",
                "route-table show n",
                "server stop n --no-wait",
                "apply -",
                "exec n -- true",
                "vip drill n",
                "port set n --check on",
                "vip nonsense",
                "port show n"
            }) {
                Main.run(trained, line.split(" "));
            }
            server.stop(0);
            return Exit.OK.code();
        } catch (IOException e) {
            host.err().println("perch: no training: " + e.getMessage());
            return Exit.FAILED.code();
        }
    }

    /** Every request gets the same words for an answer. */
    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(ANSWER.getBytes(StandardCharsets.UTF_8));
        }
    }
}
