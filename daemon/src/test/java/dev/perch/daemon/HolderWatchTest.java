package dev.perch.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.daemon.HolderWatch.VipAddress;
import dev.perch.fabric.Applied;
import dev.perch.fabric.DropReason;
import dev.perch.fabric.Evidence;
import dev.perch.fabric.Evidence.Claim;
import dev.perch.fabric.Evidence.Link;
import dev.perch.fabric.Evidence.RefusedClaim;
import dev.perch.fabric.Fabric;
import dev.perch.fabric.Intent;
import dev.perch.fabric.Plan;
import dev.perch.model.Move;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.ClaimKind;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a move while the fabric is in a bad way, which the real one cannot be brought to at a chosen moment. */
class HolderWatchTest {
    private static final PortId PORT = new PortId(new UUID(0, 1));
    private static final MacAddress MAC = MacAddress.of("fa:16:3e:00:00:01");
    private static final VipAddress ADDRESS = new VipAddress(
            new VipId(new UUID(0, 2)),
            new VpcId(new UUID(0, 3)),
            new SubnetId(new UUID(0, 4)),
            IpAddress.of("10.0.0.100"));

    private final BlockingQueue<String> written = new LinkedBlockingQueue<>();
    private final HolderWatch watch = new HolderWatch(new Unable(), new Notes(), Clock.systemUTC());

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void aMoveIsWrittenDownAlsoWhenTheFabricCannotFollowIt() throws InterruptedException {
        watch.start(port -> true);
        watch.seen(new Claim(PORT, ADDRESS.address(), MAC, ClaimKind.GRATUITOUS_ARP, Instant.now()));
        assertThat(next()).isEqualTo("held");
        assertThat(next()).isEqualTo("no longer counted");

        watch.seen(new Link(PORT, false, Instant.now()));
        assertThat(next()).isEqualTo("not held");
        assertThat(next()).isEqualTo("counted");
    }

    @Test
    void anEndThatIsToldWhenTheServerIsUpAgainMutesNobody() throws InterruptedException {
        Instant end = Instant.now();
        watch.start(port -> true);
        watch.seen(new Link(PORT, true, end.plusMillis(1)));
        watch.serverStopped(List.of(PORT), "the server's process tree ended", end);
        watch.seen(new Claim(PORT, ADDRESS.address(), MAC, ClaimKind.GRATUITOUS_ARP, end.plusMillis(2)));
        assertThat(next()).isEqualTo("held");
        assertThat(next()).isEqualTo("no longer counted");

        watch.serverStopped(List.of(PORT), "the server's process tree ended", end.plusMillis(3));
        assertThat(next()).isEqualTo("not held");
    }

    private String next() throws InterruptedException {
        return written.poll(10, TimeUnit.SECONDS);
    }

    private final class Notes implements HolderWatch.Ledger {
        @Override
        public Collection<HolderWatch.Held> held() {
            return List.of();
        }

        @Override
        public List<VipAddress> boundTo(PortId port) {
            return List.of(ADDRESS);
        }

        @Override
        public Collection<VipAddress> bound() {
            return List.of(ADDRESS);
        }

        @Override
        public Collection<VipAddress> reached() {
            return List.of(ADDRESS);
        }

        @Override
        public boolean exists(PortId port) {
            return true;
        }

        @Override
        public void moved(Move move, VipAddress address, Optional<MacAddress> mac) {
            written.add(move.to().isPresent() ? "held" : "not held");
        }

        @Override
        public void unheld(VipAddress address, boolean unheld) {
            written.add(unheld ? "counted" : "no longer counted");
        }

        @Override
        public void conflict(VipAddress address, boolean begins, Collection<PortId> ports) {}

        @Override
        public void refused(RefusedClaim claim) {}
    }

    /** Whatever it is asked to do on the watch's thread fails. */
    private static final class Unable implements Fabric {
        private static IllegalStateException unable() {
            return new IllegalStateException("the namespace is gone");
        }

        @Override
        public void steer(
                VpcId vpc, SubnetId subnet, IpAddress address, PortId holder, MacAddress mac, boolean announce) {
            throw unable();
        }

        @Override
        public void unsteer(VpcId vpc, SubnetId subnet, IpAddress address) {
            throw unable();
        }

        @Override
        public void ask(VpcId vpc, SubnetId subnet, IpAddress address) {
            throw unable();
        }

        @Override
        public void markUnheld(VpcId vpc, IpAddress address, boolean unheld) {
            throw unable();
        }

        @Override
        public void resetFlows(VpcId vpc, IpAddress address, boolean udpOnly) {
            throw unable();
        }

        @Override
        public Plan planAll(Collection<? extends Intent> desired) {
            return Plan.EMPTY;
        }

        @Override
        public Plan plan(ObjectId object, Optional<? extends Intent> desired) {
            return Plan.EMPTY;
        }

        @Override
        public Applied apply(Plan plan) {
            throw unable();
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
        public Map<VpcId, Map<IpAddress, Long>> noHolderDrops() {
            return Map.of();
        }

        @Override
        public void watch(Evidence.Watcher watcher) {}

        @Override
        public void close() {}
    }
}
