package dev.perch.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Applied.Failure;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.policy.Policy;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop alone: how it retries, what it tells and that it prunes. What the steps do is tested against the kernel. */
class ReconcilerTest {
    private final Set<VpcId> wanted = ConcurrentHashMap.newKeySet();
    private final Ledger fabric = new Ledger();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Reconciler reconciler = new Reconciler(fabric, new Source(), new Told());

    @AfterEach
    void close() {
        reconciler.close();
    }

    @Test
    void aChangeIsMadeAndItsEndIsUnmade() {
        VpcId vpc = vpc(1);
        wanted.add(vpc);
        reconciler.changed(vpc);
        await(() -> fabric.present.contains(vpc));
        wanted.remove(vpc);
        reconciler.changed(vpc);

        await(() -> !fabric.present.contains(vpc));
        await(() -> reconciler.progress().converged());
        assertThat(told).isEmpty();
    }

    @Test
    void aStepThatFailsIsTriedAgainUntilItSucceeds() {
        VpcId vpc = vpc(2);
        fabric.failures = 3;
        wanted.add(vpc);
        reconciler.changed(vpc);

        await(() -> fabric.present.contains(vpc));
        await(() -> reconciler.progress().converged());
        assertThat(told).containsExactly("failed 1", "failed 2", "failed 3");
    }

    @Test
    void whileAStepFailsItIsNotConvergedAndSaysWhy() {
        VpcId vpc = vpc(3);
        fabric.failures = Integer.MAX_VALUE;
        wanted.add(vpc);
        reconciler.changed(vpc);

        await(() -> reconciler.progress().failing() == 1);
        assertThat(reconciler.progress().converged()).isFalse();
        assertThat(reconciler.explain(vpc).failure())
                .hasValueSatisfying(why -> assertThat(why).contains("no room"));
        assertThat(reconciler.failures().get(vpc)).contains("no room");
    }

    @Test
    void aDisturbanceDoesNotHastenTheNextAttemptOfWhatFails() {
        VpcId vpc = vpc(8);
        fabric.failures = Integer.MAX_VALUE;
        wanted.add(vpc);
        reconciler.changed(vpc);
        await(() -> told.contains("failed 3"));

        long attempts = told.size();
        for (int i = 0; i < 1000; i++) {
            reconciler.disturbed(vpc);
        }
        await(() -> told.size() > attempts);

        assertThat(told.size() - attempts)
                .as("attempts after a thousand disturbances")
                .isLessThan(10);
    }

    @Test
    void whatSomebodyElseRemovedComesBackAndIsTold() {
        VpcId vpc = vpc(4);
        wanted.add(vpc);
        reconciler.resync();
        fabric.present.remove(vpc);
        reconciler.disturbed(vpc);

        await(() -> fabric.present.contains(vpc));
        await(() -> told.contains("repaired"));
    }

    @Test
    void whatGoesAwayBecauseNobodyWantsItAnyMoreIsNoRepair() {
        VpcId vpc = vpc(10);
        wanted.add(vpc);
        reconciler.resync();
        wanted.clear();
        reconciler.disturbed(vpc);
        await(() -> !fabric.present.contains(vpc));
        await(() -> reconciler.progress().converged());

        assertThat(told).isEmpty();
    }

    @Test
    void aFullPassRemovesWhatNobodyWantsAndAnotherHasNothingToDo() {
        VpcId stray = vpc(5);
        fabric.present.add(stray);
        wanted.add(vpc(6));

        assertThat(reconciler.resync().ops()).hasSize(2);
        assertThat(fabric.present).containsExactly(vpc(6));
        assertThat(reconciler.resync().isEmpty()).isTrue();
    }

    @Test
    void aStrayThatCouldNotBeRemovedAtOnceIsForgottenOnceItIsGone() {
        fabric.present.add(vpc(11));
        fabric.failures = 1;
        reconciler.resync();
        assertThat(reconciler.progress().failing()).isOne();

        reconciler.resync();
        assertThat(fabric.present).isEmpty();
        assertThat(reconciler.progress().converged()).isTrue();
    }

    @Test
    void whatALaterPassHasToPutRightIsToldAsARepair() {
        wanted.add(vpc(7));
        reconciler.resync();
        fabric.present.clear();

        reconciler.sweep();

        assertThat(told).containsExactly("repaired");
    }

    @Test
    void anExplanationWaitsForTheStepUnderWayInItsVpcAndSpeaksOfWhatIsWantedThen() throws Exception {
        VpcId vpc = vpc(9);
        wanted.add(vpc);
        fabric.gate = new CountDownLatch(1);
        reconciler.changed(vpc);
        await(() -> fabric.waiting);
        CompletableFuture<Reconciler.Explanation> explained = new CompletableFuture<>();
        Thread asker = Thread.ofPlatform().start(() -> explained.complete(reconciler.explain(vpc)));
        await(() -> asker.getState() == Thread.State.WAITING);

        assertThat(explained).isNotDone();
        fabric.gate.countDown();

        assertThat(explained.get(10, TimeUnit.SECONDS).desired()).isPresent();
        assertThat(explained.get().plan()).as("it was made meanwhile").isEmpty();
    }

    @Test
    void anObjectThatIsNeitherThereNorWantedIsExplainedToo() {
        assertThat(reconciler.explain(vpc(10)).desired()).isEmpty();
    }

    private static VpcId vpc(long number) {
        return new VpcId(new UUID(0, number));
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private final class Source implements IntentSource {
        @Override
        public Collection<Intent> all() {
            return wanted.stream()
                    .<Intent>map(vpc -> new VpcIntent(vpc, false, false, Policy.NONE))
                    .toList();
        }

        @Override
        public Optional<Intent> of(ObjectId object) {
            return object instanceof VpcId vpc && wanted.contains(vpc)
                    ? Optional.of(new VpcIntent(vpc, false, false, Policy.NONE))
                    : Optional.empty();
        }

        @Override
        public Collection<? extends ObjectId> affectedBy(ObjectId changed) {
            return List.of(changed);
        }
    }

    private final class Told implements Reconciler.Journal {
        @Override
        public void repaired(ObjectId object, List<String> steps) {
            told.add("repaired");
        }

        @Override
        public void failed(ObjectId object, String reason, int attempt) {
            told.add("failed " + attempt);
        }
    }

    /** A fabric of nothing but a list of VPCs, which can be told to fail. */
    private static final class Ledger implements Fabric {
        final Set<VpcId> present = ConcurrentHashMap.newKeySet();
        volatile int failures;
        volatile CountDownLatch gate = new CountDownLatch(0);
        volatile boolean waiting;

        private record Step(VpcId object, boolean make) implements Plan.Op {
            @Override
            public String line() {
                return (make ? "+ vpc " : "- vpc ") + object;
            }
        }

        @Override
        public Plan planAll(Collection<? extends Intent> desired) {
            List<Step> steps = new ArrayList<>();
            Set<VpcId> all = ConcurrentHashMap.newKeySet();
            desired.forEach(intent -> all.add(intent.vpc()));
            present.stream().filter(vpc -> !all.contains(vpc)).forEach(vpc -> steps.add(new Step(vpc, false)));
            all.stream().filter(vpc -> !present.contains(vpc)).forEach(vpc -> steps.add(new Step(vpc, true)));
            return new Plan(steps);
        }

        @Override
        public Plan plan(ObjectId object, Optional<? extends Intent> desired) {
            VpcId vpc = (VpcId) object;
            return present.contains(vpc) == desired.isPresent()
                    ? Plan.EMPTY
                    : new Plan(List.of(new Step(vpc, desired.isPresent())));
        }

        @Override
        public Applied apply(Plan plan) {
            waiting = true;
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            List<Failure> failed = new ArrayList<>();
            for (Plan.Op op : plan.ops()) {
                Step step = (Step) op;
                if (failures > 0) {
                    failures--;
                    failed.add(new Failure(op, "no room"));
                } else if (step.make()) {
                    present.add(step.object());
                } else {
                    present.remove(step.object());
                }
            }
            return new Applied(plan.ops().size() - failed.size(), failed);
        }

        @Override
        public Collection<String> observed(ObjectId object) {
            return List.of();
        }

        @Override
        public Map<PortId, Map<DropReason, Long>> drops() {
            return Map.of();
        }

        @Override
        public Map<PortId, Boolean> links() {
            return Map.of();
        }

        @Override
        public void setLink(PortId port, boolean up) {}

        @Override
        public void steer(
                VpcId vpc, SubnetId subnet, IpAddress address, PortId holder, MacAddress mac, boolean announce) {}

        @Override
        public void unsteer(VpcId vpc, SubnetId subnet, IpAddress address) {}

        @Override
        public void ask(VpcId vpc, SubnetId subnet, IpAddress address) {}

        @Override
        public void resetFlows(VpcId vpc, IpAddress address, boolean udpOnly) {}

        @Override
        public void markUnheld(VpcId vpc, IpAddress address, boolean unheld) {}

        @Override
        public Map<VpcId, Map<IpAddress, Long>> noHolderDrops() {
            return Map.of();
        }

        @Override
        public void watch(Evidence.Watcher watcher) {}

        @Override
        public void close() {}
    }
}
