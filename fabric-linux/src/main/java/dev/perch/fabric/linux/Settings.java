package dev.perch.fabric.linux;

import java.util.Map;
import java.util.TreeMap;

/** Kernel settings of a VPC's namespace, as paths under {@code /proc/sys/net} (Documentation/networking/ip-sysctl.rst). */
final class Settings {
    /** Those of the whole namespace. */
    static final Map<String, String> OF_NAMESPACE = new TreeMap<>(Map.ofEntries(
            Map.entry("ipv4/ip_forward", "1"),
            Map.entry("ipv6/conf/all/forwarding", "1"),
            // Guests route, direct and answer from VIPs: a reverse path check would drop what the port rules let pass.
            Map.entry("ipv4/conf/all/rp_filter", "0"),
            Map.entry("ipv4/conf/default/rp_filter", "0"),
            Map.entry("ipv4/conf/all/send_redirects", "0"),
            Map.entry("ipv4/conf/default/send_redirects", "0"),
            // The router answers for an address on that address's bridge only. What holds for all would for uplinks
            // too.
            Map.entry("ipv4/conf/all/arp_ignore", "0"),
            Map.entry("ipv4/conf/default/arp_ignore", "1"),
            Map.entry("ipv6/conf/all/accept_ra", "0"),
            Map.entry("ipv6/conf/default/accept_ra", "0"),
            Map.entry("ipv6/conf/default/accept_dad", "0"),
            Map.entry("ipv6/conf/all/accept_redirects", "0"),
            Map.entry("ipv6/conf/default/accept_redirects", "0"),
            // Bridged packets must not meet the namespace's IP rules, nor connection tracking.
            Map.entry("bridge/bridge-nf-call-iptables", "0"),
            Map.entry("bridge/bridge-nf-call-ip6tables", "0"),
            Map.entry("bridge/bridge-nf-call-arptables", "0")));

    /** Those of the provider network's namespace, which only switches. */
    static final Map<String, String> OF_PROVIDER = new TreeMap<>(Map.ofEntries(
            Map.entry("ipv6/conf/default/accept_dad", "0"),
            Map.entry("bridge/bridge-nf-call-iptables", "0"),
            Map.entry("bridge/bridge-nf-call-ip6tables", "0"),
            Map.entry("bridge/bridge-nf-call-arptables", "0")));

    /** Those of a VPC with an uplink. */
    static final Map<String, String> OF_UPLINK = new TreeMap<>(Map.of(
            // A flow that moved to another holder, or whose answers took another way, is not out of its window.
            "netfilter/nf_conntrack_tcp_be_liberal", "1",
            // An answer that a firewall in another subnet sends on is from the EIP already, which is on the uplink.
            "ipv4/conf/all/accept_local", "1"));

    private Settings() {}

    /** Those of a link to another router. */
    static Map<String, String> ofRouterLink(String link) {
        // A link that was made before the namespace's settings has the machine's default.
        return new TreeMap<>(Map.of("ipv4/conf/" + link + "/rp_filter", "0", "ipv4/conf/" + link + "/arp_ignore", "1"));
    }

    /** Those of an uplink. */
    static Map<String, String> ofUplink(String link) {
        return new TreeMap<>(Map.of(
                // EIPs are no addresses of a link but local routes. Who is answered the ARP rules say.
                "ipv4/conf/" + link + "/arp_ignore",
                "0",
                // For EIPs of IPv6 there are entries, which would be answered for within 0.8 s at random.
                "ipv6/conf/" + link + "/proxy_ndp",
                "1",
                "ipv6/neigh/" + link + "/proxy_delay",
                "0",
                // Such answers come from an address of the router, not from the EIP: not from a subnet's gateway.
                "ipv6/conf/" + link + "/use_oif_addrs_only",
                "1"));
    }

    /** Those of a bridge. */
    static Map<String, String> ofBridge(String bridge) {
        // Otherwise the router ignores a second ARP reply for an address within a second (arp(7), locktime).
        return new TreeMap<>(
                Map.of("ipv4/neigh/" + bridge + "/locktime", "0", "ipv4/conf/" + bridge + "/arp_ignore", "1"));
    }
}
