package dev.perch.bench;

import dev.perch.fabric.linux.netlink.Rtnetlink;
import dev.perch.net.IpAddress;
import dev.perch.net.Ipv6Address;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The part of an EIP of IPv6 that no fabric can make cheaper: the kernel's entry for whom neighbours are answered, on a link in a
 * bare namespace that has some already. Measured once with the processor's caches full of something else, as they are between two
 * EIPs, and once with the last entry's still in them.
 */
final class ProxyEntries implements AutoCloseable {
    private static final int MANY = 1000;
    private static final int ONE_MORE = 50_000;
    private static final Turns TURNS = new Turns(200, 200);
    private static final int CACHE_LINE = 64;

    /** More than the caches hold. */
    private static final byte[] SOMETHING_ELSE = new byte[128 << 20];

    private final Namespace namespace;
    private final Rtnetlink route;
    private final int link;

    private ProxyEntries(String name, int count) {
        namespace = new Namespace("perch-bench-proxy-" + name);
        namespace.sh("ip link add left type veth peer name right; ip link set left up; ip link set right up");
        route = namespace.inside(Rtnetlink::open);
        link = route.index("left");
        IntStream.range(0, count).forEach(i -> route.neighbors().answerFor(link, numbered(i)));
    }

    static void compare(Table table) {
        try (ProxyEntries one = new ProxyEntries("one", 1);
                ProxyEntries many = new ProxyEntries("many", MANY)) {
            List<ProxyEntries> both = List.of(one, many);
            rows("caches cold", TURNS.measure(both, ProxyEntries::microsForOneMoreInCold), table);
            rows("caches warm", TURNS.measure(both, ProxyEntries::microsForOneMore), table);
        }
    }

    private static void rows(String caches, List<Samples> both, Table table) {
        table.row("one proxy entry more without Perch, " + caches + ", beside 1, us", both.get(0));
        table.row("one proxy entry more without Perch, " + caches + ", beside 1000, us", both.get(1));
    }

    private double microsForOneMoreInCold() {
        for (int i = 0; i < SOMETHING_ELSE.length; i += CACHE_LINE) {
            SOMETHING_ELSE[i]++;
        }
        return microsForOneMore();
    }

    private double microsForOneMore() {
        long start = System.nanoTime();
        route.neighbors().answerFor(link, numbered(ONE_MORE));
        long end = System.nanoTime();
        route.neighbors().stopAnsweringFor(link, numbered(ONE_MORE));
        return (end - start) / 1e3;
    }

    private static Ipv6Address numbered(int number) {
        return (Ipv6Address) IpAddress.of("2001:2::1:0").plus(number);
    }

    @Override
    public void close() {
        route.close();
        namespace.close();
    }
}
