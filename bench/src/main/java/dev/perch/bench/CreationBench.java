package dev.perch.bench;

import dev.perch.testkit.PerchProcess;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Port creations per second over HTTP at concurrency 16, with few and with many ports present. */
final class CreationBench {
    private static final int CONCURRENCY = 16;
    private static final int FEW = 1_000;
    private static final int MANY = 20_000;
    private static final int ROUND = 1_000;
    private static final int ROUNDS = 7;
    private static final double FLAT = 0.20;

    /** Goes up to the many and down again first: the compilers have long been done when anything counts. */
    void run(PerchProcess perch, Table table) throws IOException {
        Target target = new Target(perch);
        target.create(MANY);
        target.delete(MANY - FEW);
        Samples few = measure(target);
        target.create(MANY - FEW);
        Samples many = measure(target);
        double memory = StartBench.residentMegabytes(perch.pid());
        table.row(
                "port creations/s, HTTP, concurrency 16, 1,000 present",
                few.toString(),
                "thousands",
                few.median() >= 1_000);
        table.row(
                "port creations/s, HTTP, concurrency 16, 20,000 present",
                many.toString(),
                "thousands",
                many.median() >= 1_000);
        double growth = few.median() / many.median() - 1;
        table.row(
                "cost of a creation, 20,000 present against 1,000",
                String.format(Locale.ROOT, "%+.1f %%", growth * 100),
                "within 20 %",
                growth <= FLAT);
        table.row("daemon memory (resident) with 20,000 ports, MB", whole(memory), "< 200 MB", memory < 200);
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    /** Every round's ports are deleted after it, so that as many are present in each. */
    private static Samples measure(Target target) {
        double[] rates = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rates[i] = target.create(ROUND);
            target.delete(ROUND);
        }
        return new Samples(rates);
    }

    /** A subnet to make ports in, by a client that costs as little as possible: it shares the machine with the daemon. */
    private static final class Target {
        private final URI base;
        private final String token;
        private final String path;
        private final byte[] request;
        private final Queue<String> ids = new ConcurrentLinkedQueue<>();

        Target(PerchProcess perch) {
            String document = "\"name\":\"many\",\"cidr\":\"10.98.0.0/16\"}";
            perch.api().post("/ops/v1/vpcs", "{" + document).ok();
            String subnet = perch.api()
                    .post("/ops/v1/subnets", "{\"vpc\":\"many\"," + document)
                    .ok()
                    .get("id")
                    .asText();
            String project =
                    perch.api().get("/ops/v1/health").ok().get("project").asText();
            String body = "{\"port\":{\"network_id\":\"" + subnet + "\",\"name\":\"bench\"}}";
            base = URI.create(perch.url());
            token = perch.token();
            path = "/v1/" + project + "/ports";
            request = ("POST " + path + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\nX-Auth-Token: " + token
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body)
                    .getBytes(StandardCharsets.UTF_8);
        }

        /** Makes so many ports; how many a second. */
        double create(int count) {
            return inParallel(count, () -> request, answer -> ids.add(id(answer)));
        }

        /** Deletes so many of them. */
        void delete(int count) {
            inParallel(count, () -> deletion(ids.remove()), answer -> {});
        }

        private byte[] deletion(String id) {
            return ("DELETE " + path + "/" + id + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\nX-Auth-Token: "
                            + token + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8);
        }

        private static String id(String answer) {
            int from = answer.indexOf("\"id\":\"") + 6;
            return answer.substring(from, answer.indexOf('"', from));
        }

        private double inParallel(int count, Supplier<byte[]> requests, Consumer<String> answers) {
            AtomicInteger left = new AtomicInteger(count);
            long start = System.nanoTime();
            try (ExecutorService clients = Executors.newFixedThreadPool(CONCURRENCY)) {
                for (int i = 0; i < CONCURRENCY; i++) {
                    clients.submit(() -> client(left, requests, answers));
                }
                clients.shutdown();
                if (!clients.awaitTermination(5, TimeUnit.MINUTES)) {
                    throw new IllegalStateException("too slow");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (left.get() > 0) {
                throw new IllegalStateException(left + " requests were not answered well");
            }
            return count / ((System.nanoTime() - start) / 1e9);
        }

        private void client(AtomicInteger left, Supplier<byte[]> requests, Consumer<String> answers) {
            try (Socket socket = new Socket(base.getHost(), base.getPort())) {
                socket.setTcpNoDelay(true);
                OutputStream out = socket.getOutputStream();
                InputStream in = new BufferedInputStream(socket.getInputStream());
                while (left.getAndDecrement() > 0) {
                    out.write(requests.get());
                    answers.accept(answer(in));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String answer(InputStream in) throws IOException {
            String status = line(in);
            int length = 0;
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(header.substring(15).strip());
                }
            }
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            if (!status.contains(" 20")) {
                throw new IOException(status + " " + body);
            }
            return body;
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder(64);
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("the connection ended");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }
    }
}
