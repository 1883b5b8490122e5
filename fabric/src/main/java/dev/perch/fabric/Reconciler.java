package dev.perch.fabric;

import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.RouteId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.RuleId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one loop that changes a data plane: for every object that may differ, look, compare, plan, apply. Level-triggered: a
 * notice says only <em>which</em> object to look at. Objects of one VPC are handled in order by the VPC's own lane, so a slow
 * removal in one VPC delays no other. A full pass excludes the lanes, reads everything, and is the only one that prunes.
 */
public final class Reconciler implements AutoCloseable {

    /** How many objects one plan takes in at most, so that a large backlog still makes visible progress. */
    private static final int BATCH = 256;

    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    private final Fabric fabric;
    private final IntentSource source;
    private final Journal journal;
    private final ReadWriteLock passes = new ReentrantReadWriteLock();
    private final Map<VpcId, Lane> lanes = new ConcurrentHashMap<>();
    private final Map<ObjectId, VpcId> homes = new ConcurrentHashMap<>();
    private final Map<ObjectId, Failing> failing = new ConcurrentHashMap<>();
    private final Set<ObjectId> disturbed = ConcurrentHashMap.newKeySet();
    private final AtomicLong applied = new AtomicLong();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("reconciler-timer").factory());
    private volatile boolean closed;

    /** What the reconciler has to tell. Called from its lanes; must not block for long. */
    public interface Journal {
        /** Something that somebody else broke was put right. */
        void repaired(ObjectId object, List<String> steps);

        /** A step failed; it will be tried again. */
        void failed(ObjectId object, String reason, int attempt);
    }

    /** How far the reconciler is. */
    public record Progress(int pending, int failing, long applied) {
        public boolean converged() {
            return pending == 0 && failing == 0;
        }
    }

    /** Why an object is as it is: what should be, what is, and the steps between. */
    public record Explanation(
            Optional<Intent> desired, Collection<String> observed, List<String> plan, Optional<String> failure) {}

    private record Failing(int attempt, String reason) {}

    public Reconciler(Fabric fabric, IntentSource source, Journal journal) {
        this.fabric = fabric;
        this.source = source;
        this.journal = journal;
    }

    /** Makes everything as it should be and removes what is ours and should not be. Returns the plan it applied. */
    public Plan resync() {
        passes.writeLock().lock();
        try {
            Collection<Intent> desired = source.all();
            desired.forEach(intent -> homes.put(intent.object(), intent.vpc()));
            Plan plan = fabric.planAll(desired);
            Set<ObjectId> failed = plan.isEmpty() ? Set.of() : record(plan, fabric.apply(plan));
            failing.keySet().retainAll(failed); // also what no intent names, which no lane would look at again
            return plan;
        } finally {
            passes.writeLock().unlock();
        }
    }

    /** A full pass in case a notice of the kernel was lost; what it has to put right was disturbed by somebody. */
    public void sweep() {
        Plan plan = resync();
        Set<ObjectId> waiting =
                lanes.values().stream().flatMap(lane -> lane.waiting().stream()).collect(Collectors.toSet());
        plan.ops().stream()
                .map(Plan.Op::object)
                .distinct()
                .filter(object -> !waiting.contains(object))
                .forEach(object -> {
                    disturbed.add(object);
                    repaired(
                            object,
                            plan.ops().stream()
                                    .filter(op -> op.object().equals(object))
                                    .toList());
                });
    }

    /** Something changed in the model: looks at whatever depends on it. */
    public void changed(ObjectId object) {
        source.affectedBy(object).forEach(this::enqueue);
    }

    /**
     * Somebody else changed what we made for this object. One that fails is left to its next attempt: what an attempt leaves half
     * done is a disturbance too, and would have the next follow without a pause.
     */
    public void disturbed(ObjectId object) {
        disturbed.add(object);
        if (!failing.containsKey(object)) {
            enqueue(object);
        }
    }

    public Progress progress() {
        int pending = lanes.values().stream().mapToInt(Lane::pending).sum();
        return new Progress(pending, failing.size(), applied.get());
    }

    /** Why the last step of each object failed that will be tried again. */
    public Map<ObjectId, String> failures() {
        return failing.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().reason()));
    }

    /** Waits for what the object's VPC is at: planning for a desire of before would put it in the place of a newer one. */
    public Explanation explain(ObjectId object) {
        Optional<Lane> lane = home(object).map(this::lane);
        return lane.isPresent() ? lane.get().explain(object) : explanation(object);
    }

    private Explanation explanation(ObjectId object) {
        passes.readLock().lock();
        try {
            Optional<Intent> desired = source.of(object);
            return new Explanation(
                    desired,
                    fabric.observed(object),
                    fabric.plan(object, desired).lines(),
                    Optional.ofNullable(failing.get(object)).map(Failing::reason));
        } finally {
            passes.readLock().unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        passes.writeLock().lock(); // waits for the lanes to finish the step they are at
        passes.writeLock().unlock();
    }

    private void enqueue(ObjectId object) {
        if (closed || !isFabricObject(object)) {
            return;
        }
        home(object)
                .ifPresentOrElse(
                        home -> {
                            homes.put(object, home);
                            lane(home).add(object);
                        },
                        () -> disturbed.remove(object));
    }

    /** The VPC in whose lane an object is looked at; empty when it is neither there nor wanted. */
    private Optional<VpcId> home(ObjectId object) {
        return Optional.ofNullable(homes.get(object)).or(() -> source.of(object).map(Intent::vpc));
    }

    private Lane lane(VpcId home) {
        return lanes.computeIfAbsent(home, vpc -> new Lane());
    }

    private static boolean isFabricObject(ObjectId object) {
        return switch (object) {
            case VpcId v -> true;
            case SubnetId s -> true;
            case PortId p -> true;
            case VipId v -> false;
            case ServerId s -> false;
            case PeeringId p -> true;
            case RouteTableId t -> true;
            case RouteId r -> true;
            case EipId e -> true;
            case SecurityGroupId g -> false;
            case RuleId r -> false;
        };
    }

    private void reconcile(List<ObjectId> objects) {
        passes.readLock().lock();
        try {
            if (closed) {
                return;
            }
            Map<ObjectId, Optional<Intent>> desired = new LinkedHashMap<>();
            objects.forEach(object -> desired.put(object, source.of(object)));
            List<Plan.Op> ops = new ArrayList<>();
            Map<ObjectId, List<? extends Plan.Op>> own = new HashMap<>();
            for (ObjectId object : inOrder(desired)) {
                try {
                    own.put(object, fabric.plan(object, desired.get(object)).ops());
                    ops.addAll(own.get(object));
                } catch (RuntimeException fault) {
                    fail(object, fault.toString());
                    desired.remove(object);
                }
            }
            Plan plan = new Plan(ops);
            Applied outcome = plan.isEmpty() ? new Applied(0, List.of()) : fabric.apply(plan);
            Set<ObjectId> failed = record(plan, outcome);
            List<ObjectId> settled =
                    desired.keySet().stream().filter(o -> !failed.contains(o)).toList();
            for (ObjectId object : settled) {
                failing.remove(object);
                // An EIP may be bound in another VPC than before.
                desired.get(object)
                        .ifPresentOrElse(
                                intent -> {
                                    homes.put(object, intent.vpc());
                                    repaired(object, own.get(object));
                                },
                                () -> {
                                    homes.remove(object);
                                    disturbed.remove(object); // taking it away is what disturbed it, most likely
                                });
            }
        } finally {
            passes.readLock().unlock();
        }
    }

    /** What goes away goes leaf first, then what comes or stays root first. */
    private static List<ObjectId> inOrder(Map<ObjectId, Optional<Intent>> desired) {
        Comparator<ObjectId> rootFirst =
                Comparator.comparingInt(object -> object.kind().ordinal());
        List<ObjectId> order = new ArrayList<>();
        desired.keySet().stream()
                .filter(object -> desired.get(object).isEmpty())
                .sorted(rootFirst.reversed())
                .forEach(order::add);
        desired.keySet().stream()
                .filter(object -> desired.get(object).isPresent())
                .sorted(rootFirst)
                .forEach(order::add);
        return order;
    }

    private Set<ObjectId> record(Plan plan, Applied outcome) {
        applied.addAndGet(outcome.done());
        Set<ObjectId> failed = new LinkedHashSet<>();
        for (Applied.Failure failure : outcome.failures()) {
            if (failed.add(failure.op().object())) {
                fail(failure.op().object(), failure.op().line() + ": " + failure.reason());
            }
        }
        return failed;
    }

    /** @param ops what its repair took, which may be what it shares with others */
    private void repaired(ObjectId object, List<? extends Plan.Op> ops) {
        if (disturbed.remove(object)) {
            List<String> steps = ops.stream().map(Plan.Op::line).toList();
            if (!steps.isEmpty()) {
                journal.repaired(object, steps);
            }
        }
    }

    private void fail(ObjectId object, String reason) {
        Failing now = failing.merge(
                object, new Failing(1, reason), (before, first) -> new Failing(before.attempt() + 1, reason));
        journal.failed(object, reason, now.attempt());
        long delay = Math.min(LAST_RETRY.toMillis(), FIRST_RETRY.toMillis() << Math.min(now.attempt() - 1, 16));
        if (!closed) {
            timer.schedule(() -> enqueue(object), delay, TimeUnit.MILLISECONDS);
        }
    }

    /** The objects of one VPC that wait to be looked at, and the virtual thread that does it while there are any. */
    private final class Lane {
        private final LinkedHashSet<ObjectId> waiting = new LinkedHashSet<>();
        private final Lock turn = new ReentrantLock();
        private int inWork;
        private List<ObjectId> batch = List.of();

        synchronized void add(ObjectId object) {
            waiting.add(object);
            if (inWork == 0) {
                inWork = -1; // a worker is on its way
                Thread.ofVirtual().name("reconcile").start(this::work);
            }
        }

        synchronized int pending() {
            return waiting.size() + Math.max(inWork, 0);
        }

        /** Those in work included. */
        synchronized List<ObjectId> waiting() {
            return Stream.concat(batch.stream(), waiting.stream()).toList();
        }

        private synchronized List<ObjectId> next() {
            batch = waiting.stream().limit(BATCH).toList();
            batch.forEach(waiting::remove);
            inWork = batch.size();
            return batch;
        }

        Explanation explain(ObjectId object) {
            turn.lock();
            try {
                return explanation(object);
            } finally {
                turn.unlock();
            }
        }

        private void work() {
            for (List<ObjectId> batch = next(); !batch.isEmpty(); batch = next()) {
                turn.lock();
                try {
                    reconcile(batch);
                } catch (RuntimeException fault) {
                    batch.forEach(object -> fail(object, fault.toString()));
                } finally {
                    turn.unlock();
                }
            }
        }
    }
}
