package dev.perch.testkit;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Hand-made frames out of a server's {@code eth0}. They are written as Scapy expressions, so that none of the product's own
 * codecs takes part; {@code me} is the NIC's MAC in them.
 */
public record Frames(Lab lab, String server) {
    private static final String SCRIPT = """
            /usr/bin/python3 - <<'END'
            from scapy.layers.l2 import Ether, ARP
            from scapy.layers.inet import IP, ICMP, UDP
            from scapy.layers.inet6 import IPv6, ICMPv6ND_NA, ICMPv6ND_NS, ICMPv6NDOptDstLLAddr, ICMPv6NDOptSrcLLAddr
            from scapy.layers.vrrp import VRRP
            from scapy.packet import Raw
            import socket
            me = open('/sys/class/net/eth0/address').read().strip()
            wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
            wire.bind(('eth0', 0))
            for frame in [
            %s
            ]:
                wire.send(bytes(frame))
            END
            """;

    /** Sends frames in order, and returns when the kernel has taken the last. */
    public void send(List<String> expressions) {
        lab.exec(server, SCRIPT.formatted(expressions.stream().map(e -> e + ",").collect(Collectors.joining("\n"))))
                .ok();
    }

    public void send(String... expressions) {
        send(List.of(expressions));
    }

    /** A UDP packet in a frame, with a word that {@link Earshot} recognises. */
    public static String udp(String sourceMac, String destinationMac, String source, String destination, String word) {
        String ip = source.contains(":") ? "IPv6" : "IP";
        return "Ether(src=%s, dst='%s')/%s(src='%s', dst='%s')/UDP(sport=4000, dport=4000)/Raw(b'<%s>')"
                .formatted(sourceMac, destinationMac, ip, source, destination, word);
    }
}
