package dev.perch.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How long after the API's answer the first packet passes: through a new port, and from a VIP newly bound. */
final class FirstPacketBench {
    private static final int UDP_PORT = 4000;
    private static final double AIM_MILLIS = 10;

    private final int rounds;

    FirstPacketBench(int rounds) {
        this.rounds = rounds;
    }

    void run(Ports ports, Table table) {
        try (Namespace sink = new Namespace("perch-bench-sink")) {
            String port = ports.create("10.99.0.20", sink);
            ports.perch().converged();
            report(table, "first packet through a new port, ms after the answer", throughNewPorts(ports, sink));
            report(table, "first packet from a newly bound VIP, ms after the answer", fromNewBindings(ports, sink));
            ports.delete(port);
        }
    }

    private static void report(Table table, String figure, Samples samples) {
        table.row(figure, samples.toString(), "median < 10 ms", samples.median() < AIM_MILLIS);
    }

    private Samples throughNewPorts(Ports ports, Namespace sink) {
        double[] millis = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            try (Namespace fresh = new Namespace("perch-bench-new")) {
                String[] id = new String[1];
                millis[i] = untilReceived(sink, fresh, "0.0.0.0", () -> id[0] = ports.create("10.99.0.30", fresh));
                ports.delete(id[0]);
                ports.perch().converged();
            }
        }
        return new Samples(millis);
    }

    private Samples fromNewBindings(Ports ports, Namespace sink) {
        double[] millis = new double[rounds];
        try (Namespace holder = new Namespace("perch-bench-hold")) {
            String port = ports.create("10.99.0.31", holder);
            ports.perch().converged();
            holder.sh("ip addr add 10.99.0.100/32 dev eth0; ping -c 1 -W 1 10.99.0.20 > /dev/null");
            ports.perch()
                    .api()
                    .post("/ops/v1/vips", "{\"subnet\":\"bench\",\"name\":\"bench\",\"address\":\"10.99.0.100\"}")
                    .ok();
            String body = "{\"port\":\"" + port + "\"}";
            for (int i = 0; i < rounds; i++) {
                millis[i] = untilReceived(
                        sink,
                        holder,
                        "10.99.0.100",
                        () -> ports.perch()
                                .api()
                                .post("/ops/v1/vips/bench/bind", body)
                                .ok()
                                .toString());
                ports.perch().api().post("/ops/v1/vips/bench/unbind", body).ok();
                ports.perch().converged();
            }
            ports.perch().api().delete("/ops/v1/vips/bench").ok();
            ports.delete(port);
        }
        return new Samples(millis);
    }

    /** Sends without pause from {@code from} while {@code call} runs; milliseconds from its answer to the first arrival. */
    private static double untilReceived(Namespace to, Namespace from, String source, Supplier<String> call) {
        try (DatagramChannel in = to.inside(() -> bound("10.99.0.20", UDP_PORT));
                DatagramChannel out = from.inside(() -> open(source))) {
            CompletableFuture<Long> arrival = new CompletableFuture<>();
            Thread receiver = Thread.ofPlatform().daemon().start(() -> receive(in, arrival));
            Thread sender = Thread.ofPlatform().daemon().start(() -> send(out, arrival));
            var _ = call.get();
            long answered = System.nanoTime();
            long arrived = arrival.get(10, TimeUnit.SECONDS);
            sender.join();
            receiver.join();
            return (arrived - answered) / 1e6;
        } catch (Exception e) {
            throw new IllegalStateException("no packet arrived", e);
        }
    }

    private static DatagramChannel bound(String address, int port) throws IOException {
        return DatagramChannel.open(StandardProtocolFamily.INET).bind(new InetSocketAddress(address, port));
    }

    private static DatagramChannel open(String source) throws IOException {
        return bound(source, 0);
    }

    private static void receive(DatagramChannel in, CompletableFuture<Long> arrival) {
        try {
            in.receive(ByteBuffer.allocate(64));
            arrival.complete(System.nanoTime());
        } catch (IOException e) {
            arrival.completeExceptionally(e);
        }
    }

    private static void send(DatagramChannel out, CompletableFuture<Long> arrival) {
        while (!arrival.isDone()) {
            try {
                out.send(
                        ByteBuffer.wrap(new byte[8]),
                        new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 99, 0, 20}), UDP_PORT));
                Thread.sleep(0, 200_000);
            } catch (IOException notYet) {
                Thread.onSpinWait(); // no route until the interface is there
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
