package dev.perch.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * The training run of the start-up cache: the commands that people type most, in one process, against answers that are
 * written here. What the JVM loads meanwhile is what the cache will hold. Started by {@code scripts/dist}.
 */
final class Training {
    /** The word that starts it; not a command, so no help shows it. */
    static final String WORD = "__train";

    /** One object that has something of every kind, alone and in every list. */
    private static final String OBJECT = """
            {"id":"1","name":"web","status":"ok","power":"on","state":"running","cidr":"10.0.0.0/24","converged":true,
            "addresses":["10.0.0.10"],"mac":"fa:16:3e:00:00:01","nics":[{"addresses":["10.0.0.11"]}],"drops":{"x":1},
            "holders":[{"family":"ipv4","address":"10.0.0.10","port_id":"2","server_name":"a","mac":"fa:16:3e:00:00:02",
            "epoch":1,"since":"2026-01-01T00:00:00Z","evidence":"gratuitous ARP"}],
            "bindings":[{"port_id":"2","server_name":"a","address":"10.0.0.11","made":"on_vip","passes":true}],
            "warnings":[{"code":"x","message":"y"}]}""";

    private static final List<String> KINDS = List.of("vpcs", "subnets", "ports", "servers", "vips", "events");

    private static final String TOPOLOGY = """
            vpcs:
              - name: demo
                cidr: 10.0.0.0/16
                subnets:
                  - {name: web, cidr: 10.0.0.0/24}
            servers:
              - name: a
                user_data: |
                  #!/bin/sh
                  exec sleep infinity
                nics: [{subnet: web}]
            vips:
              - {name: web, subnet: web, address: 10.0.0.10, bind: [a]}
            """;

    private Training() {}

    static void run() throws IOException {
        Path data = Files.createTempDirectory("perch-train");
        Path topology = Files.writeString(data.resolve("topology.yaml"), TOPOLOGY);
        Path token = Files.writeString(data.resolve("token"), "t");
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(server));
            Map<String, String> environment = Map.of(
                    "PERCH_DATA", data.toString(), "PERCH_URL", "http://127.0.0.1:" + server.getLocalPort());
            for (String words : List.of(
                    "--help",
                    "get --help",
                    "no-such-command",
                    "status",
                    "get vips",
                    "get vips -o json",
                    "get servers",
                    "get ports -o wide",
                    "get events",
                    "vip show web",
                    "vip move-log web",
                    "explain vip/web",
                    "apply " + topology + " --dry-run",
                    "version")) {
                Main.run(host(environment), words.split(" "));
            }
        } finally {
            Files.delete(topology);
            Files.delete(token);
            Files.delete(data);
        }
    }

    private static Host host(Map<String, String> environment) {
        PrintStream out = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Host(
                environment, InputStream.nullInputStream(), out, out, false, true, true, 0, Clock.systemUTC());
    }

    /** Answers every request alike, until the socket is closed. */
    private static void answer(ServerSocket server) {
        StringBuilder body = new StringBuilder(OBJECT);
        body.setLength(body.length() - 1);
        KINDS.forEach(kind ->
                body.append(",\"").append(kind).append("\":[").append(OBJECT).append(']'));
        String answer = body.append('}').toString().replace("\n", "");
        while (true) {
            try (Socket socket = server.accept()) {
                var head = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                for (String line = head.readLine(); line != null && !line.isEmpty(); line = head.readLine()) {}
                socket.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                                        + answer.length() + "\r\n\r\n" + answer)
                                .getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                return;
            }
        }
    }
}
