package dev.perch.api.ops;

import dev.perch.control.Control;
import dev.perch.model.Drill;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What the daemon knows, without a data plane: servers run when the test says so, and programs run on this machine rather
 * than inside a server.
 */
public final class FakeDaemon implements Explainer, ServerConsole, DrillRunner, FabricView, HealthView {
    private final Control control;
    private final Instant started = Instant.now();
    public final Map<ServerId, Long> pids = new ConcurrentHashMap<>();
    public final Map<PortId, PortState> ports = new ConcurrentHashMap<>();
    public final Map<VpcId, Map<IpAddress, Long>> noHolderDrops = new ConcurrentHashMap<>();
    /** How often the counters of packets that found no holder were read. */
    public final AtomicInteger reads = new AtomicInteger();
    /** Counts down when a program was killed because nobody waits for it any more. */
    public final List<Failure> failures = new CopyOnWriteArrayList<>();

    public final CountDownLatch interrupted = new CountDownLatch(1);

    public FakeDaemon(Control control) {
        this.control = control;
    }

    public Parts parts() {
        return new Parts(this, this, this, this, this);
    }

    @Override
    public Explanation explain(ObjectId object) {
        return new Explanation(
                List.of(object.kind().word() + " " + object), List.of(), List.of("make it"), List.of("no data plane"));
    }

    @Override
    public OptionalLong pid(ServerId server) {
        return pids.containsKey(server) ? OptionalLong.of(pids.get(server)) : OptionalLong.empty();
    }

    @Override
    public String log(ServerId server, int lines) {
        return "booted\n".repeat(lines);
    }

    @Override
    public OptionalInt exec(ServerId server, List<String> argv, byte[] stdin, Duration timeout, Output output)
            throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(argv).start();
        } catch (IOException e) {
            throw new IllegalStateException("there is no program '" + argv.getFirst() + "'", e);
        }
        try {
            process.getOutputStream().write(stdin);
            process.getOutputStream().close();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return OptionalInt.empty();
            }
            output.stdout(all(process.getInputStream()));
            output.stderr(all(process.getErrorStream()));
            return OptionalInt.of(process.exitValue());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            interrupted.countDown();
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] all(InputStream in) throws IOException {
        return in.readAllBytes();
    }

    @Override
    public Finished run(VipId vip, Mode mode, Optional<Duration> settle, Consumer<String> progress)
            throws InterruptedException {
        boolean held = control.holders().of(vip).stream().anyMatch(h -> h.port().isPresent());
        if (!held) {
            return new Finished.Impossible("no-holder", "nobody holds the virtual IP");
        }
        progress.accept("failing the holder by " + mode.word());
        TimeUnit.MILLISECONDS.sleep(20);
        Drill drill = new Drill(UUID.randomUUID(), vip, mode.word(), Instant.now(), "{\"ok\":true,\"note\":\"\"}");
        control.drills().record(drill);
        return new Finished.Made(drill);
    }

    @Override
    public NoHolderDrops noHolderDrops() {
        reads.incrementAndGet();
        return new NoHolderDrops(Map.copyOf(noHolderDrops));
    }

    @Override
    public PortState port(PortId port) {
        return ports.getOrDefault(port, PortState.ABSENT);
    }

    @Override
    public Map<PortId, PortState> ports() {
        return Map.copyOf(ports);
    }

    @Override
    public Health now() {
        return new Health("test", "/nowhere", started, 0, failures, 0);
    }
}
