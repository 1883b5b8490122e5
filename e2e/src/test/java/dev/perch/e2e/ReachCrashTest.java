package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.Await;
import dev.perch.testkit.Lab;
import dev.perch.testkit.Netns;
import dev.perch.testkit.Outside;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The daemon is killed in the middle of concurrent changes of what leads to servers: EIPs, peerings, routes, security groups and
 * their rules. What it acknowledged is there afterwards, nothing is there by half, the kernel has what the store says, and whoever
 * uses an EIP meanwhile notices nothing.
 */
class ReachCrashTest {
    private static final long SEED = 20261123;
    private static final int ROUNDS = 3;
    private static final int WORKERS = 6;
    /** Every round dies in the middle of this many operations. */
    private static final int LEAST_PER_ROUND = 60;

    private static final String STEADY = "198.18.0.100";

    private final Ledger ledger = new Ledger();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private Lab lab;
    private Netns plugs;
    private Outside outside;

    @BeforeEach
    void up() {
        lab = Lab.open();
        plugs = Netns.create("perch-reach-" + lab.tag());
        lab.apply("""
                {"security_groups": [{"name": "open", "rules": [
                     {"direction": "egress"}, {"direction": "ingress", "protocol": "icmp"}]}],
                 "vpcs": [{"name": "crash", "cidr": "10.0.0.0/16", "subnets": [
                     {"name": "front", "cidr": "10.0.0.0/16"}]}],
                 "servers": [{"name": "steady", "security_groups": ["open"], "nics": [{"subnet": "front"}]}],
                 "eips": [{"name": "steady", "address": "%s", "server": "steady"}]}
                """.formatted(STEADY));
        outside = Outside.of(lab);
        Await.until("the EIP answers", Duration.ofSeconds(10), () -> outside.pings(STEADY));
    }

    @AfterEach
    void down() {
        try {
            outside.close();
            plugs.delete();
        } finally {
            lab.close();
        }
    }

    @Test
    void everyAcknowledgedOperationSurvivesAndAnEipInUseNeverStops() throws InterruptedException {
        String pinged = "/tmp/reach-" + lab.tag();
        String pid = outside.run("ping -n -i 0.05 -q " + STEADY + " >" + pinged + " 2>&1 </dev/null & echo $!")
                .ok()
                .strip();
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            killWhileWorking(random, round);
            lab.perch().start();
            lab.perch().converged();
            ledger.check(new ReachFacts(lab).named(ReachCrashTest::isOfWorker));
            assertThat(lab.plan()).isEmpty();
            assertKernelIsTheStore();
            assertAFullPassHasNothingToDo();
        }
        outside.run("kill -INT " + pid).ok();
        String seen = Await.until(
                "the pings are told",
                Duration.ofSeconds(5),
                () -> outside.run("cat " + pinged).out(),
                text -> text.contains("packets transmitted"));
        outside.run("rm " + pinged).ok();
        List<Integer> counts = Pattern.compile("(\\d+) packets transmitted, (\\d+) received")
                .matcher(seen)
                .results()
                .flatMap(found -> List.of(found.group(1), found.group(2)).stream())
                .map(Integer::parseInt)
                .toList();
        // the one that is under way at the end counts as lost
        assertThat(counts.getFirst() - counts.getLast()).as(seen).isBetween(0, 1);
        assertThat(counts.getLast()).isGreaterThan(100);
    }

    private static boolean isOfWorker(String name) {
        return name.matches("w\\d+(-.*)?");
    }

    private void killWhileWorking(Random random, int round) throws InterruptedException {
        int before = ledger.acknowledged();
        AtomicBoolean end = new AtomicBoolean();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            Cell cell = new Cell(lab.api(), ledger, plugs, 1 + round * WORKERS + i);
            Random own = new Random(random.nextLong());
            workers.add(Thread.ofVirtual().start(() -> work(cell, own, end)));
        }
        try {
            Await.until(
                    "operations are acknowledged",
                    Duration.ofSeconds(60),
                    () -> !failures.isEmpty() || ledger.acknowledged() >= before + LEAST_PER_ROUND);
            Thread.sleep(random.nextInt(300)); // the point at which it dies, not a wait for anything
        } finally {
            lab.perch().kill();
            end.set(true);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        assertThat(failures).isEmpty();
    }

    private void work(Cell cell, Random random, AtomicBoolean end) {
        try {
            cell.make();
            while (!end.get()) {
                cell.change(random);
            }
        } catch (UncheckedIOException died) {
            // the point of the test
        } catch (AssertionError | RuntimeException unexpected) {
            failures.add(unexpected);
        }
    }

    /** Everything is looked at once more, by a daemon that knows nothing. */
    private void assertAFullPassHasNothingToDo() {
        long event = lab.lastEvent();
        lab.perch().kill();
        lab.perch().start();
        lab.perch().converged();
        assertThat(lab.events(event, "fabric.adopted"))
                .isNotEmpty()
                .allSatisfy(adopted -> assertThat(adopted.at("/data/steps")).isEmpty());
    }

    /** Not asked of the daemon alone: namespaces, links, EIPs and routes are counted in the kernel as well. */
    private void assertKernelIsTheStore() {
        Set<String> namespaces = new TreeSet<>();
        for (JsonNode vpc : lab.list("vpcs")) {
            String name = vpc.get("name").asText();
            namespaces.add(lab.kernel().vpcNamespace(name).name());
            assertThat(links(name)).as("links of " + name).isEqualTo(wantedLinks(vpc));
        }
        assertThat(Netns.all("perch-" + lab.tag() + "-v-")).isEqualTo(namespaces);
        Netns crash = lab.kernel().vpcNamespace("crash");
        assertThat(found(
                        "198\\.18\\.\\d+\\.\\d+",
                        crash.run("nft list map inet perch inward4").ok()))
                .isEqualTo(wanted(lab.list("eips"), eip -> !eip.get("bound").isNull(), "address"));
        assertThat(found(
                        "10\\.\\d+\\.9\\.0/24",
                        crash.run("ip route show table all").ok()))
                .isEqualTo(wanted(
                        lab.api().get("/ops/v1/route-tables/crash").ok().get("routes"), route -> true, "destination"));
        assertThat(found(
                        "p-[0-9a-f]{12}",
                        crash.run("nft list map bridge perch groups").ok()))
                .as("ports that groups judge")
                .isEqualTo(wantedPorts());
    }

    private Set<String> wantedLinks(JsonNode vpc) {
        Set<String> wanted = new TreeSet<>();
        String name = vpc.get("name").asText();
        lab.list("subnets").stream()
                .filter(subnet -> subnet.get("vpc_name").asText().equals(name))
                .forEach(subnet -> wanted.add("b-" + digits(subnet)));
        lab.list("peerings").stream()
                .filter(peering -> peering.at("/requester/vpc").asText().equals(name)
                        || peering.at("/accepter/vpc").asText().equals(name))
                .forEach(peering -> wanted.add("x-" + digits(peering)));
        if (name.equals("crash")) {
            wanted.addAll(wantedPorts());
            wanted.add("u-" + digits(vpc));
        }
        return wanted;
    }

    private Set<String> wantedPorts() {
        return lab.list("ports").stream()
                .map(port -> "p-" + digits(port))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> links(String vpc) {
        return found(
                "(?m)(?<=^\\d{1,4}: )[bpux]-[0-9a-f]{12}(?=[@:])",
                lab.kernel().vpcNamespace(vpc).run("ip -o link show").ok());
    }

    private static Set<String> wanted(Iterable<JsonNode> objects, Predicate<JsonNode> which, String field) {
        Set<String> values = new TreeSet<>();
        objects.forEach(object -> {
            if (which.test(object)) {
                values.add(object.get(field).asText());
            }
        });
        return values;
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String digits(JsonNode object) {
        return object.get("id").asText().replace("-", "").substring(0, 12);
    }
}
