package dev.perch.model;

import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.Parsed;
import java.util.List;
import java.util.Optional;

/** The addresses that EIPs are taken from, one pool for each family. */
public record ProviderPools(Pool ipv4, Pool ipv6) {

    /** Blocks for tests between devices (RFC 2544, RFC 5180), which nobody routes, so any machine can have them. */
    public static final ProviderPools DEFAULT = new ProviderPools(
            Pool.of("pool", IpPrefix.of("198.18.0.0/16"), "gateway", Optional.empty())
                    .orThrow(),
            Pool.of("pool", IpPrefix.of("2001:2::/64"), "gateway", Optional.empty())
                    .orThrow());

    /** An EIP needs room beside the network address, the gateway and the broadcast address. */
    private static final int SPARE_BITS = 2;

    public ProviderPools {
        if (ipv4.prefix().family() != Family.IPV4 || ipv6.prefix().family() != Family.IPV6) {
            throw new IllegalArgumentException("the pools are swapped: " + ipv4 + ", " + ipv6);
        }
    }

    /**
     * The pool of one family.
     *
     * @param gateway where packets from EIPs leave to; in the prefix
     */
    public record Pool(IpPrefix prefix, IpAddress gateway) {

        /**
         * A pool; its gateway is the first address after the network address when nobody says which.
         *
         * @param prefixField  what the prefix is called where it comes from
         * @param gatewayField likewise the gateway
         */
        public static Parsed<Pool> of(
                String prefixField, IpPrefix prefix, String gatewayField, Optional<IpAddress> gateway) {
            if (!prefix.isNetwork()) {
                return Parsed.malformed(prefixField, prefix + " has host bits set; its network is " + prefix.network());
            }
            if (prefix.family().bits() - prefix.length() < SPARE_BITS) {
                return Parsed.malformed(prefixField, prefix + " has no room for a gateway and EIPs");
            }
            Optional<String> unusable = RouteRules.unusable(prefix);
            if (unusable.isPresent()) {
                return Parsed.malformed(prefixField, prefix + " " + unusable.get());
            }
            Pool pool = new Pool(prefix, gateway.orElseGet(() -> prefix.first().plus(1)));
            return pool.usable(pool.gateway())
                    ? Parsed.ok(pool)
                    : Parsed.malformed(gatewayField, pool.gateway() + " is not an address of a router in " + prefix);
        }

        /** Whether a host can have the address: neither the network address nor the broadcast address. */
        private boolean usable(IpAddress address) {
            return prefix.contains(address)
                    && !address.equals(prefix.first())
                    && address.compareTo(prefix.last().plus(-AddressPool.kept(prefix.family()))) <= 0;
        }
    }

    public Pool of(Family family) {
        return switch (family) {
            case IPV4 -> ipv4;
            case IPV6 -> ipv6;
        };
    }

    public List<Pool> all() {
        return List.of(ipv4, ipv6);
    }
}
