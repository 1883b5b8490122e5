package dev.perch.bench;

/** Two namespaces that reach each other at 10.99.0.11 and 10.99.0.12: through Perch's fabric, or over a bare bridge. */
record Pair(Namespace left, Namespace right, AutoCloseable between) implements AutoCloseable {
    static final String LEFT = "10.99.0.11";
    static final String RIGHT = "10.99.0.12";

    /** Bare veths on a bare bridge without any rule; bridge netfilter off as in the fabric. */
    static Pair bare() {
        return bridged("perch-bench-bare");
    }

    /** The same with nftables chains where the fabric has its own, which accept everything: the least that rules can cost. */
    static Pair hooked() {
        Pair pair = bridged("perch-bench-hook");
        ((Namespace) pair.between).sh("""
                nft 'table bridge hooked {
                    chain in { type filter hook prerouting priority 0; accept; }
                    chain out { type filter hook postrouting priority 0; accept; }
                }'
                """);
        return pair;
    }

    private static Pair bridged(String name) {
        Namespace bridge = new Namespace(name);
        Namespace left = new Namespace(name + "-l");
        Namespace right = new Namespace(name + "-r");
        bridge.sh("""
                for f in ip ip6 arp; do echo 0 > /proc/sys/net/bridge/bridge-nf-call-${f}tables; done
                ip link add br0 type bridge mcast_snooping 0 forward_delay 0
                ip link set br0 up
                ip link add left type veth peer name eth0 netns NAME-l
                ip link add right type veth peer name eth0 netns NAME-r
                ip link set left master br0 up
                ip link set right master br0 up
                """.replace("NAME", name));
        left.sh("ip addr add " + LEFT + "/24 dev eth0; ip link set eth0 up");
        right.sh("ip addr add " + RIGHT + "/24 dev eth0; ip link set eth0 up");
        return new Pair(left, right, bridge);
    }

    /** Two ports of a subnet of a running Perch, checks on. */
    static Pair fabric(Ports ports) {
        Namespace left = new Namespace("perch-bench-fab-l");
        Namespace right = new Namespace("perch-bench-fab-r");
        String l = ports.create(LEFT, left);
        String r = ports.create(RIGHT, right);
        ports.perch().converged();
        return new Pair(left, right, () -> {
            ports.delete(l);
            ports.delete(r);
        });
    }

    @Override
    public void close() {
        try {
            between.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            left.close();
            right.close();
        }
    }
}
