package dev.perch.bench;

/** The topology and the translation of one EIP made by hand with ip and nft, in bare namespaces. */
final class HandMade {
    private HandMade() {}

    /** The left of the pair is outside, the right is the server with the EIP. */
    static Pair pair() {
        Namespace provider = new Namespace("perch-bench-hand-x");
        Namespace router = new Namespace("perch-bench-hand-v");
        Namespace outside = new Namespace("perch-bench-hand-o");
        Namespace inside = new Namespace("perch-bench-hand-i");
        provider.sh("""
                ip link add provider type bridge mcast_snooping 0 forward_delay 0
                ip link set provider up
                ip link add uplink type veth peer name uplink netns perch-bench-hand-v
                ip link add guest0 type veth peer name eth0 netns perch-bench-hand-o
                ip link set uplink master provider up
                ip link set guest0 master provider up
                """);
        router.sh("""
                for f in ip ip6 arp; do echo 0 > /proc/sys/net/bridge/bridge-nf-call-${f}tables; done
                echo 1 > /proc/sys/net/ipv4/ip_forward
                ip link add br0 type bridge mcast_snooping 0 forward_delay 0
                ip link set br0 up
                ip addr add 10.99.0.1/24 dev br0
                ip link add port0 type veth peer name eth0 netns perch-bench-hand-i
                ip link set port0 master br0 up
                ip link set uplink up
                ip addr add EIP/16 dev uplink
                nft 'table ip nat {
                    chain pre { type nat hook prerouting priority dstnat; ip daddr EIP dnat to INSIDE; }
                    chain post { type nat hook postrouting priority srcnat; oifname "uplink" ip saddr INSIDE snat to EIP; }
                }'
                """.replace("EIP", Edge.EIP).replace("INSIDE", Pair.RIGHT));
        outside.sh("ip addr add " + Edge.OUTSIDE + "/16 dev eth0; ip link set eth0 up");
        inside.sh(
                "ip addr add " + Pair.RIGHT + "/24 dev eth0; ip link set eth0 up; ip route add default via 10.99.0.1");
        return new Pair(outside, inside, () -> {
            router.close();
            provider.close();
        });
    }
}
