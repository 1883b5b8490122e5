package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.testkit.Await;
import dev.perch.testkit.HaPair;
import dev.perch.testkit.Lab;
import dev.perch.testkit.Netns;
import dev.perch.testkit.Outside;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody takes away, by hand, what leads to a virtual IP from elsewhere: it is put back and told. */
class ReachDriftTest {
    private static final Duration REPAIRED = Duration.ofSeconds(20);

    private static Lab lab;
    private static Outside outside;
    private static Netns far;

    private Netns vpc;
    private long event;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        lab.apply(HaPair.reachableFromEverywhere());
        lab.apply("""
                {"servers": [{"name": "far", "security_groups": ["pair"], "nics": [{"subnet": "far"}]}]}
                """);
        lab.awaitHolder("web", "first");
        outside = Outside.of(lab);
        far = lab.kernel().serverNamespace("far");
    }

    @AfterAll
    static void down() {
        outside.close();
        lab.close();
    }

    @BeforeEach
    void everybodyReachesTheVirtualIp() {
        vpc = lab.kernel().vpcNamespace("ha");
        lab.settled();
        reached();
        event = lab.lastEvent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ip link delete $(ip -o link | sed -n 's/.*\\(u-[0-9a-f]*\\)@.*/\\1/p')",
                "ip route flush table local type local dev $(ip -o link | sed -n 's/.*\\(u-[0-9a-f]*\\)@.*/\\1/p')",
                "nft delete element arp perch answered '{ 198.18.0.100 }'",
                "ip link delete $(ip -o link | sed -n 's/.*\\(x-[0-9a-f]*\\)@.*/\\1/p')",
                "nft delete table inet perch",
                "nft delete element inet perch inward4 '{ 198.18.0.100 }'",
                "nft delete element inet perch outward4 '{ 10.20.1.100 }'"
            })
    void whatIsTakenAwayInTheVpcComesBack(String command) {
        vpc.run(command).ok();
        assertRepaired();
    }

    /** The number of a port's groups, what tells others of it, its address, whom it may have VRRP from, and its virtual IP. */
    @ParameterizedTest
    @ValueSource(strings = {"map groups", "map marks", "map owners4", "set peers4", "set vips4"})
    void whatSecurityGroupsKnowOfAPortComesBack(String set) {
        takeAway(
                set,
                switch (set) {
                    case "map owners4" -> "10.20.1.11";
                    case "set vips4" -> HaPair.VIP;
                    default -> lab.kernel().link("first");
                });
    }

    @Test
    void aBoxOfASecurityGroupComesBack() {
        takeAway("set anywhere", " . icmp . ");
    }

    /** Removes the first element of a set whose line has {@code part}, and waits until it is as it was. */
    private void takeAway(String set, String part) {
        String before = elements(set);
        String element = before.lines()
                .filter(line -> line.contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError(part + " is not in " + before));
        vpc.run("nft delete element bridge perch " + set.split(" ")[1] + " '{ " + element + " }'")
                .ok();
        assertRepaired();
        assertThat(elements(set)).isEqualTo(before);
    }

    /** One to a line. */
    private String elements(String set) {
        return vpc.run("nft list " + set.replace(" ", " bridge perch "))
                .ok()
                .replaceAll("(?s).*elements = \\{(.*?)}.*", "$1")
                .replaceAll("\\s*,\\s*", "\n")
                .strip()
                .lines()
                .map(String::strip)
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aDeletedRouteComesBack() {
        String number = table();
        vpc.run("ip route delete 10.21.0.0/16 table " + number).ok();
        assertRepaired();
    }

    @Test
    void theDeletedRuleThatAsksARouteTableComesBack() {
        vpc.run("ip rule delete lookup " + table()).ok();
        assertRepaired();
    }

    /** What is plugged into it besides, as this test's host, is not Perch's and has to come back by itself. */
    @Test
    void theDeletedProviderNetworkComesBack() {
        outside.close();
        new Netns("perch-" + lab.tag() + "-x-provider").delete();
        Await.until(
                "the provider network is back",
                REPAIRED,
                () -> new Netns("perch-" + lab.tag() + "-x-provider").exists());
        lab.perch().converged();
        outside = Outside.of(lab);
        assertRepaired();
    }

    private String table() {
        return vpc.run("ip route show table all 10.21.0.0/16").ok().replaceAll("(?s).*table (\\d+).*", "$1");
    }

    private static void reached() {
        Await.until(
                "everybody reaches the virtual IP",
                REPAIRED,
                () -> outside.pings(HaPair.EIP)
                        && far.run("ping -n -c 1 -W 1 " + HaPair.VIP).succeeded());
    }

    private void assertRepaired() {
        Await.until(
                "the repair is told",
                REPAIRED,
                () -> lab.events(event, "fabric.repaired"),
                told -> !told.isEmpty()
                        && told.stream().noneMatch(e -> e.at("/data/steps").isEmpty()));
        lab.perch().converged();
        reached();
        assertThat(lab.plan()).isEqualTo(List.of());
    }
}
