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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Port creations per second over HTTP at concurrency 16, with few and with many ports present. */
final class CreationBench {
    private static final int CONCURRENCY = 16;
    private static final int FEW = 1_000;
    private static final int MANY = 20_000;
    private static final int ROUND = 2_000;
    private static final double FLAT = 0.20;

    void run(PerchProcess perch, Table table) {
        Target target = new Target(perch);
        target.create(FEW); // also warms the daemon up
        double few = median(target);
        target.create(MANY - FEW - 3 * ROUND);
        double many = median(target);
        table.row("port creations/s, HTTP, concurrency 16, 1,000 present", whole(few), "thousands", few >= 1_000);
        table.row("port creations/s, HTTP, concurrency 16, 20,000 present", whole(many), "thousands", many >= 1_000);
        double growth = few / many - 1;
        table.row(
                "cost of a creation, 20,000 present against 1,000",
                String.format(Locale.ROOT, "%+.1f %%", growth * 100),
                "within 20 %",
                growth <= FLAT);
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static double median(Target target) {
        return new Samples(target.create(ROUND), target.create(ROUND), target.create(ROUND)).median();
    }

    /** A subnet to make ports in, by a client that costs as little as possible: it shares the machine with the daemon. */
    private static final class Target {
        private final URI base;
        private final byte[] request;

        Target(PerchProcess perch) {
            perch.api()
                    .post("/ops/v1/vpcs", "{\"name\":\"many\",\"cidr\":\"10.98.0.0/16\"}")
                    .ok();
            String subnet = perch.api()
                    .post("/ops/v1/subnets", "{\"vpc\":\"many\",\"name\":\"many\",\"cidr\":\"10.98.0.0/16\"}")
                    .ok()
                    .get("id")
                    .asText();
            String project =
                    perch.api().get("/ops/v1/health").ok().get("project").asText();
            String body = "{\"port\":{\"network_id\":\"" + subnet + "\",\"name\":\"bench\"}}";
            base = URI.create(perch.url());
            request = ("POST /v1/" + project + "/ports HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\nX-Auth-Token: "
                            + perch.token() + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                            + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8);
        }

        /** Makes so many ports; how many a second. */
        double create(int count) {
            AtomicInteger left = new AtomicInteger(count);
            long start = System.nanoTime();
            try (ExecutorService clients = Executors.newFixedThreadPool(CONCURRENCY)) {
                for (int i = 0; i < CONCURRENCY; i++) {
                    clients.submit(() -> client(left));
                }
                clients.shutdown();
                if (!clients.awaitTermination(5, TimeUnit.MINUTES)) {
                    throw new IllegalStateException("too slow");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (left.get() > 0) {
                throw new IllegalStateException(left + " ports were not made");
            }
            return count / ((System.nanoTime() - start) / 1e9);
        }

        private void client(AtomicInteger left) {
            try (Socket socket = new Socket(base.getHost(), base.getPort())) {
                socket.setTcpNoDelay(true);
                OutputStream out = socket.getOutputStream();
                InputStream in = new BufferedInputStream(socket.getInputStream());
                while (left.getAndDecrement() > 0) {
                    out.write(request);
                    demandOk(in);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void demandOk(InputStream in) throws IOException {
            String status = line(in);
            int length = 0;
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(header.substring(15).strip());
                }
            }
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            if (!status.contains(" 200 ")) {
                throw new IOException(status + " " + body);
            }
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
