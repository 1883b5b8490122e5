package dev.perch.fabric.linux;

import static dev.perch.fabric.Intent.PROVIDER_NETWORK;

import dev.perch.fabric.Evidence.Watcher;
import dev.perch.fabric.linux.kernel.Epoll;
import dev.perch.model.ObjectId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * Two threads: one waits for all sockets and passes evidence on at once; the other looks at objects that may have been
 * disturbed, and so may wait for a plan that is being carried out.
 */
final class Watching implements AutoCloseable {
    /** How soon a namespace whose name was removed or taken over is noticed; there is no notice to wait for. */
    private static final Duration NAMESPACE_CHECK = Duration.ofMillis(300);

    /** When to look again at an object whose plan has been made and not yet been carried out. */
    private static final Duration RECONSIDER = Duration.ofMillis(50);

    /** How soon an EIP of IPv6 that is not answered for is noticed: there is no notice either. */
    private static final Duration ANSWERS_CHECK = Duration.ofSeconds(1);

    private final Names names;
    private final Watcher watcher;
    private final BiFunction<VpcState, ObjectId, Optional<String>> difference;
    private final Epoll epoll = new Epoll();
    private final Map<Integer, Runnable> byDescriptor = new ConcurrentHashMap<>();
    private final Map<VpcState, VpcWatch> watches = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Suspicion> suspicions = new LinkedBlockingQueue<>();
    private final Optional<HostWatch> host;
    private final Thread reader;
    private final Thread inspector;
    private volatile boolean closed;

    private record Suspicion(VpcState state, ObjectId object) {}

    /**
     * @param difference what is wrong with an object now, in words; empty when it is as it should be
     */
    Watching(Names names, HostSide host, Watcher watcher, BiFunction<VpcState, ObjectId, Optional<String>> difference) {
        this.names = names;
        this.watcher = watcher;
        this.difference = difference;
        this.host = host.watch(this::suspectProvider);
        this.host.ifPresent(watch -> listen(watch.descriptor(), watch::readable));
        this.reader = Thread.ofPlatform().daemon().name("fabric watch").start(this::read);
        this.inspector = Thread.ofPlatform().daemon().name("fabric inspector").start(this::inspect);
    }

    /** Begins to watch a VPC that was entered. */
    void entered(VpcState state, VpcNamespace namespace) {
        VpcWatch watch = new VpcWatch(
                names,
                state,
                namespace,
                watcher::seen,
                object -> suspicions.add(new Suspicion(home(state, object), object)));
        watches.put(state, watch);
        watch.descriptors().forEach(fd -> listen(fd, () -> watch.readable(fd)));
    }

    private void listen(int descriptor, Runnable readable) {
        byDescriptor.put(descriptor, readable);
        epoll.add(descriptor);
    }

    private void suspectProvider() {
        watches.keySet().stream()
                .filter(state -> state.vpc().equals(PROVIDER_NETWORK))
                .forEach(state -> suspicions.add(new Suspicion(state, PROVIDER_NETWORK)));
    }

    /** The VPC that an object is in: uplinks of VPCs end in the provider network. */
    private VpcState home(VpcState seenIn, ObjectId object) {
        return object.equals(seenIn.vpc())
                ? seenIn
                : watches.keySet().stream()
                        .filter(state -> state.vpc().equals(object))
                        .findFirst()
                        .orElse(seenIn);
    }

    /** Ends watching a VPC that is being left. */
    void left(VpcState state) {
        VpcWatch watch = watches.remove(state);
        if (watch != null) {
            watch.descriptors().forEach(byDescriptor::remove);
            watch.descriptors().forEach(epoll::remove);
            watch.close();
            if (!closed) {
                suspectAllUnlessCurrent(watch);
            }
        }
    }

    private void read() {
        long checked = System.nanoTime();
        while (!closed) {
            for (int fd : epoll.await(NAMESPACE_CHECK)) {
                Optional.ofNullable(byDescriptor.get(fd)).ifPresent(this::guarded);
            }
            if (System.nanoTime() - checked > NAMESPACE_CHECK.toNanos()) {
                watches.values().forEach(watch -> guarded(() -> suspectAllUnlessCurrent(watch)));
                checked = System.nanoTime();
            }
        }
    }

    private void suspectAllUnlessCurrent(VpcWatch watch) {
        VpcState state = watch.state();
        if (!watch.namespace().isCurrent() && state.intents().containsKey(state.vpc())) {
            state.intents().keySet().forEach(object -> suspicions.add(new Suspicion(state, object)));
        }
    }

    private void inspect() {
        Set<Suspicion> waiting = new LinkedHashSet<>();
        long checked = System.nanoTime();
        while (!closed) {
            try {
                Duration patience = waiting.isEmpty() ? ANSWERS_CHECK : RECONSIDER;
                Suspicion first = suspicions.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
                if (System.nanoTime() - checked >= ANSWERS_CHECK.toNanos()) {
                    watches.values().forEach(watch -> guarded(watch::suspectUnanswered));
                    checked = System.nanoTime();
                }
                if (first != null) {
                    waiting.add(first);
                }
                suspicions.drainTo(waiting);
                Set<Suspicion> now = waiting;
                waiting = new LinkedHashSet<>();
                for (Suspicion s : now) {
                    if (s.state().isPlanned(s.object())) {
                        waiting.add(s);
                    } else {
                        guarded(() -> difference
                                .apply(s.state(), s.object())
                                .ifPresent(what -> watcher.disturbed(s.object(), what)));
                    }
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** One packet or object that cannot be dealt with must not end the watch over all others. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            if (!closed) {
                System.getLogger(Watching.class.getName()).log(System.Logger.Level.WARNING, "fabric watch", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        inspector.interrupt();
        epoll.wake();
        try {
            reader.join();
            inspector.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List.copyOf(watches.keySet()).forEach(this::left);
        epoll.close();
        host.ifPresent(HostWatch::close);
    }
}
