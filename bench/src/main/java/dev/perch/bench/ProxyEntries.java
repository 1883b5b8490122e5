package dev.perch.bench;

import dev.perch.fabric.linux.netlink.Rtnetlink;
import dev.perch.net.IpAddress;
import dev.perch.net.Ipv6Address;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The part of an EIP of IPv6 that no fabric can make cheaper: the kernel's entry for whom neighbours are answered, on a link in a
 * bare namespace that has some already.
 */
final class ProxyEntries implements AutoCloseable {
    private static final int MANY = 1000;
    private static final int ONE_MORE = 50_000;
    private static final Turns TURNS = new Turns(200, 200);

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
            List<Samples> both = TURNS.measure(List.of(one, many), ProxyEntries::microsForOneMore);
            table.row("one proxy entry more without Perch, beside 1, us", both.get(0));
            table.row("one proxy entry more without Perch, beside 1000, us", both.get(1));
        }
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
