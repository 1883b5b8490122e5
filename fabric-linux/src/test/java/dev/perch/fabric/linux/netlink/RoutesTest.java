package dev.perch.fabric.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.linux.kernel.NamespaceThread;
import dev.perch.fabric.linux.netlink.KernelRoute.Blackhole;
import dev.perch.fabric.linux.netlink.KernelRoute.Direct;
import dev.perch.fabric.linux.netlink.KernelRoute.Elsewhere;
import dev.perch.fabric.linux.netlink.KernelRoute.Via;
import dev.perch.fabric.linux.netlink.PolicyRule.Lookup;
import dev.perch.fabric.linux.netlink.PolicyRule.Nothing;
import dev.perch.fabric.linux.netlink.PolicyRule.Skip;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes, rules and neighbours in a namespace without name. */
class RoutesTest {
    private static final MacAddress MAC = MacAddress.of("02:50:52:00:00:01");
    private static final int TABLE = 1234;
    private static final IpAddress ROUTER = IpAddress.of("169.254.0.1");
    private static final IpAddress ROUTER6 = IpAddress.of("fe80::1");

    private final NamespaceThread thread = NamespaceThread.unshare("routes");
    private final Rtnetlink rtnetlink = thread.call(Rtnetlink::open);
    private int bridge;

    @BeforeEach
    void build() {
        // Without an address of its own a namespace has no local table, and takes no neighbour for one.
        rtnetlink.setUp(rtnetlink.index("lo"), true);
        rtnetlink.createBridge("b", MAC, 1500);
        bridge = rtnetlink.index("b");
        rtnetlink.setUp(bridge, true);
    }

    @AfterEach
    void remove() {
        rtnetlink.close();
        thread.close();
    }

    private List<KernelRoute> all() {
        List<KernelRoute> all = new ArrayList<>(rtnetlink.routes().ours(Family.IPV4));
        all.addAll(rtnetlink.routes().ours(Family.IPV6));
        return all;
    }

    private String ip(String arguments) {
        return thread.call(() -> {
            try {
                // A child of this thread is born in its namespace.
                Process process = new ProcessBuilder(("ip " + arguments).split(" "))
                        .redirectErrorStream(true)
                        .start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                process.waitFor();
                return output;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static KernelRoute route(String destination, KernelRoute.Hop hop) {
        return KernelRoute.ours(TABLE, IpPrefix.of(destination), hop);
    }

    @Test
    void everyKindOfRouteIsReadAsItWasWritten() {
        List<KernelRoute> routes = List.of(
                route("10.1.0.0/16", new Via(bridge, ROUTER)),
                route("0.0.0.0/0", new Via(bridge, ROUTER6)),
                route("10.2.0.0/16", new Direct(bridge)),
                route("10.3.0.0/16", new Blackhole()),
                KernelRoute.ours(7, IpPrefix.of("10.1.0.0/16"), new Via(bridge, ROUTER)),
                route("fd01::/64", new Via(bridge, ROUTER6)),
                route("::/0", new Via(bridge, IpAddress.of("fd02::9"))),
                route("fd03::/64", new Direct(bridge)),
                route("fd04::/64", new Blackhole()));

        routes.forEach(rtnetlink.routes()::replace);

        assertThat(all()).containsExactlyInAnyOrderElementsOf(routes);
        assertThat(ip("route show table 1234"))
                .contains("10.1.0.0/16 via 169.254.0.1 dev b proto 80", "default via inet6 fe80::1 dev b");
    }

    @Test
    void aRouteIsReplacedByOneOfAnyOtherKindAndDeletedWhereverItLeads() {
        for (String destination : List.of("10.1.0.0/16", "fd01::/64")) {
            IpAddress router = destination.contains(":") ? ROUTER6 : ROUTER;
            for (KernelRoute.Hop hop :
                    List.of(new Via(bridge, router), new Blackhole(), new Direct(bridge), new Via(bridge, router))) {
                rtnetlink.routes().replace(route(destination, hop));
                assertThat(all()).containsExactly(route(destination, hop));
            }
            rtnetlink.routes().delete(route(destination, new Blackhole()));
            rtnetlink.routes().delete(route(destination, new Blackhole()));
            assertThat(all()).isEmpty();
        }
    }

    @Test
    void aStrangersRouteIsNotOursAndStaysWhenOursIsDeleted() {
        ip("route add 10.1.0.0/16 dev b table 1234 metric 5");
        rtnetlink.routes().replace(route("10.1.0.0/16", new Blackhole()));
        assertThat(all()).containsExactly(route("10.1.0.0/16", new Blackhole()));
        rtnetlink.routes().delete(route("10.1.0.0/16", new Blackhole()));
        assertThat(all()).isEmpty();
        assertThat(ip("route show table 1234")).contains("10.1.0.0/16 dev b");
    }

    @Test
    void aRouteThatLeadsWhereOursNeverDoIsSeenAsSuch() {
        ip("route add unreachable 10.1.0.0/16 proto 80 table 1234");
        ip("-6 route add fd01::/64 proto 80 table 1234 nexthop via fe80::1 dev b nexthop via fe80::2 dev b");
        assertThat(all())
                .containsExactlyInAnyOrder(route("10.1.0.0/16", new Elsewhere()), route("fd01::/64", new Elsewhere()));
    }

    @Test
    void rulesAreReadAsTheyWereWrittenInTheirOrder() {
        for (Family family : Family.values()) {
            List<PolicyRule> rules = List.of(
                    PolicyRule.ours(family, 33000, "", 4, new PolicyRule.Blackhole()),
                    PolicyRule.ours(family, 40000, "nowhere", new Lookup(TABLE)),
                    PolicyRule.ours(family, 40001, "b", new Skip(42000)),
                    PolicyRule.ours(family, 41000, "", new Lookup(7)),
                    PolicyRule.ours(family, 42000, "", new Nothing()));
            rules.reversed().forEach(rtnetlink.rules()::add);
            rules.forEach(rtnetlink.rules()::add);
            assertThat(rtnetlink.rules().ours(family)).containsExactlyElementsOf(rules);

            rules.forEach(rtnetlink.rules()::delete);
            rules.forEach(rtnetlink.rules()::delete);
            assertThat(rtnetlink.rules().ours(family)).isEmpty();
        }
        assertThat(ip("rule show").lines()).hasSize(3);
    }

    @Test
    void aNeighbourIsPermanentOnAnyLink() {
        for (IpAddress address : List.of(ROUTER, ROUTER6)) {
            assertThat(rtnetlink.neighbors().permanent(bridge, address)).isEmpty();
            rtnetlink.neighbors().set(bridge, address, MAC);
            assertThat(rtnetlink.neighbors().permanent(bridge, address)).isEmpty();
            rtnetlink.neighbors().setPermanent(bridge, address, MAC);
            assertThat(rtnetlink.neighbors().permanent(bridge, address)).contains(MAC);
            rtnetlink.neighbors().delete(bridge, address);
            rtnetlink.neighbors().delete(bridge, address);
            assertThat(rtnetlink.neighbors().permanent(bridge, address)).isEmpty();
        }
    }
}
