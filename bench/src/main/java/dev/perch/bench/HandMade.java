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
                ip link add u type veth peer name u netns perch-bench-hand-v
                ip link add o type veth peer name eth0 netns perch-bench-hand-o
                ip link set u master provider up
                ip link set o master provider up
                """);
        router.sh("""
                for f in ip ip6 arp; do echo 0 > /proc/sys/net/bridge/bridge-nf-call-${f}tables; done
                echo 1 > /proc/sys/net/ipv4/ip_forward
                ip link add b type bridge mcast_snooping 0 forward_delay 0
                ip link set b up
                ip addr add 10.99.0.1/24 dev b
                ip link add p type veth peer name eth0 netns perch-bench-hand-i
                ip link set p master b up
                ip link set u up
                ip addr add EIP/16 dev u
                nft 'table ip nat {
                    chain pre { type nat hook prerouting priority dstnat; ip daddr EIP dnat to INSIDE; }
                    chain post { type nat hook postrouting priority srcnat; oifname "u" ip saddr INSIDE snat to EIP; }
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
