package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.Await;
import dev.perch.testkit.Lab;
import dev.perch.testkit.Netns;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The daemon is killed again and again in the middle of concurrent operations. Whatever it acknowledged is there afterwards,
 * nothing is there by half, and the kernel holds exactly what the store says.
 */
class CrashTest {
    private static final long SEED = 20260917;
    private static final int ROUNDS = 3;
    private static final int WORKERS = 12;
    /** Every round dies in the middle of this many operations. */
    private static final int LEAST_PER_ROUND = 100;

    private final AtomicInteger names = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final Map<String, Group> groups = new ConcurrentHashMap<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private Lab lab;
    private Netns plugs;

    /** What is known about one set of objects that a worker made: a subnet with plugged-in ports and a bound virtual IP. */
    private static final class Group {
        final String name;
        final AtomicBoolean subnet = new AtomicBoolean();
        final Set<String> made = ConcurrentHashMap.newKeySet();
        final Set<String> deleted = ConcurrentHashMap.newKeySet();
        /** Asked for, but never answered: may have happened or not. */
        final Set<String> unsure = ConcurrentHashMap.newKeySet();

        volatile String bound = "";

        Group(String name) {
            this.name = name;
        }
    }

    @BeforeEach
    void up() {
        lab = Lab.open();
        plugs = Netns.create("perch-crash-" + lab.tag());
        lab.apply("{\"vpcs\": [{\"name\": \"crash\", \"cidr\": \"10.0.0.0/8\", \"subnets\": []}]}");
    }

    @AfterEach
    void down() {
        try {
            lab.close();
        } finally {
            plugs.delete();
        }
    }

    @Test
    void everyAcknowledgedOperationSurvivesAndNothingIsThereByHalf() throws InterruptedException {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            int before = acknowledged.get();
            AtomicBoolean end = new AtomicBoolean();
            List<Thread> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                Random own = new Random(random.nextLong());
                workers.add(Thread.ofVirtual().start(() -> work(own, end)));
            }
            Await.until(
                    "operations are acknowledged",
                    Duration.ofSeconds(20),
                    () -> acknowledged.get() >= before + LEAST_PER_ROUND);
            Thread.sleep(random.nextInt(300)); // the point at which it dies, not a wait for anything
            lab.perch().kill();
            end.set(true);
            for (Thread worker : workers) {
                worker.join();
            }
            assertThat(failures).isEmpty();
            lab.perch().start();
            lab.perch().converged();
            assertStoreHasWhatWasAcknowledged();
            assertFabricIsTheStore();
        }
    }

    /** Makes groups and changes them, until the daemon no longer answers. */
    private void work(Random random, AtomicBoolean end) {
        try {
            while (!end.get()) {
                int number = names.incrementAndGet();
                Group group = new Group("g" + number);
                groups.put(group.name, group);
                makeGroup(group, number);
                for (int i = 0; i < 4; i++) {
                    change(group, random);
                }
            }
        } catch (UncheckedIOException died) {
            // the point of the test
        } catch (AssertionError | RuntimeException unexpected) {
            failures.add(unexpected);
        }
    }

    /** One operation that makes many objects: all of them or none. */
    private void makeGroup(Group group, int number) {
        lab.api()
                .post("/ops/v1/apply", """
                        {"vpcs": [{"name": "crash", "cidr": "10.0.0.0/8", "subnets": [
                            {"name": "%1$s", "cidr": "10.%2$d.%3$d.0/24"}]}],
                         "vips": [{"name": "%1$s-a", "subnet": "%1$s"}, {"name": "%1$s-b", "subnet": "%1$s"}]}
                        """.formatted(group.name, 1 + number / 250, number % 250))
                .ok();
        group.subnet.set(true);
        acknowledged.incrementAndGet();
        for (int i = 0; i < 2; i++) {
            makePort(group);
        }
    }

    private void makePort(Group group) {
        int number = names.incrementAndGet();
        String name = group.name + "-p" + number;
        group.unsure.add(name);
        lab.api()
                .post("/ops/v1/ports", """
                        {"subnet": "%s", "name": "%s", "attachment": {"namespace": "%s", "interface": "n%d"}}
                        """.formatted(group.name, name, plugs.file(), number))
                .ok();
        group.made.add(name);
        group.unsure.remove(name);
        acknowledged.incrementAndGet();
    }

    private void change(Group group, Random random) {
        List<String> alive = group.made.stream()
                .filter(p -> !group.deleted.contains(p))
                .sorted()
                .toList();
        if (alive.isEmpty() || random.nextInt(4) == 0) {
            makePort(group);
            return;
        }
        String port = alive.get(random.nextInt(alive.size()));
        if (random.nextBoolean()) {
            group.unsure.add(port);
            lab.api().delete("/ops/v1/ports/" + port).ok();
            group.deleted.add(port);
            group.unsure.remove(port);
            if (group.bound.equals(port)) {
                group.bound = "";
            }
        } else {
            group.bound = "?";
            lab.api()
                    .post("/ops/v1/vips/" + group.name + "-a/bind", "{\"port\":\"" + port + "\"}")
                    .ok();
            group.bound = port;
        }
        acknowledged.incrementAndGet();
    }

    private void assertStoreHasWhatWasAcknowledged() {
        Set<String> subnets = names("subnets");
        Set<String> ports = names("ports");
        Set<String> vips = names("vips");
        for (Group group : groups.values()) {
            Set<String> whole = Set.of(group.name + "-a", group.name + "-b");
            if (group.subnet.get()) {
                assertThat(subnets).contains(group.name);
            }
            if (subnets.contains(group.name)) {
                assertThat(vips).as("all of " + group.name).containsAll(whole);
            } else {
                assertThat(vips).as("nothing of " + group.name).doesNotContainAnyElementsOf(whole);
            }
            group.made.stream()
                    .filter(port -> !group.unsure.contains(port))
                    .forEach(port -> assertThat(ports.contains(port))
                            .as("port " + port + " is there")
                            .isEqualTo(!group.deleted.contains(port)));
        }
        for (Group group : groups.values()) {
            if (group.bound.isEmpty() || group.bound.equals("?")) {
                continue;
            }
            if (!group.unsure.contains(group.bound)) {
                JsonNode vip = lab.vip(group.name + "-a");
                String port = lab.api()
                        .get("/ops/v1/ports/" + group.bound)
                        .ok()
                        .get("id")
                        .asText();
                assertThat(vip.get("bindings").findValuesAsText("port_id")).contains(port);
                assertThat(lab.api()
                                .get("/ops/v1/ports/" + port)
                                .ok()
                                .get("check")
                                .asBoolean())
                        .as("the binding's other half: the check")
                        .isFalse();
            }
        }
    }

    /** Not asked of the daemon alone: the links and the bridges are counted in the kernel as well. */
    private void assertFabricIsTheStore() {
        assertThat(lab.plan()).isEmpty();
        Set<String> wanted = new HashSet<>();
        for (JsonNode port : lab.list("ports")) {
            wanted.add("p-" + digits(port));
            assertThat(port.get("link").asText()).isEqualTo("up");
        }
        lab.list("subnets").forEach(subnet -> wanted.add("b-" + digits(subnet)));
        Set<String> found = new HashSet<>();
        Pattern.compile("^\\d+: ([bp]-[0-9a-f]{12})[@:]", Pattern.MULTILINE)
                .matcher(lab.kernel()
                        .vpcNamespace("crash")
                        .run("ip -o link show")
                        .ok())
                .results()
                .forEach(match -> found.add(match.group(1)));
        assertThat(found).isEqualTo(wanted);
    }

    private static String digits(JsonNode object) {
        return object.get("id").asText().replace("-", "").substring(0, 12);
    }

    private Set<String> names(String kind) {
        Set<String> names = new HashSet<>();
        lab.list(kind).forEach(object -> names.add(object.get("name").asText()));
        return names;
    }
}
