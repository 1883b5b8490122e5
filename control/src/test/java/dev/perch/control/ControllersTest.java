package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.Change;
import dev.perch.model.ObjectId;
import dev.perch.model.ProviderPools;
import dev.perch.net.IpPrefix;
import dev.perch.store.Engine;
import dev.perch.store.Store;
import dev.perch.store.StoreUrl;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Several controllers on one PostgreSQL. */
final class ControllersTest {

    @Test
    void eachHearsOnceOfWhatTheOtherCommits() throws InterruptedException {
        StoreUrl url = Engine.POSTGRESQL.fresh(null);
        try (Control one = open(url);
                Control two = open(url)) {
            assertThat(two.tag()).isEqualTo(one.tag());
            List<Change> heardByOne = new CopyOnWriteArrayList<>();
            List<Change> heardByTwo = new CopyOnWriteArrayList<>();
            one.subscribe(heardByOne::addAll);
            two.subscribe(heardByTwo::addAll);
            Caller caller = new Caller(one.project(), "tester");
            var vpc = one.vpcs()
                    .create(caller, new Vpcs.Create("net", "", Optional.of(IpPrefix.of("10.0.0.0/8")), Map.of()))
                    .orThrow();
            two.vpcs().delete(caller, vpc.id()).orThrow();
            Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
            while ((of(vpc.id(), heardByOne) < 2 || of(vpc.id(), heardByTwo) < 2)
                    && Instant.now().isBefore(deadline)) {
                Thread.sleep(20);
            }
            assertThat(heardByOne).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(heardByTwo);
            assertThat(of(vpc.id(), heardByOne)).isEqualTo(2);
        }
    }

    /** How many changes of an object were heard of; its default route table comes and goes with a VPC. */
    private static long of(ObjectId object, List<Change> heard) {
        return heard.stream().filter(change -> change.object().equals(object)).count();
    }

    private static Control open(StoreUrl url) {
        return Control.open(
                Store.open(url),
                InstantSource.system(),
                RandomGenerator.of("L64X128MixRandom"),
                Optional.of(ProviderPools.DEFAULT));
    }
}
