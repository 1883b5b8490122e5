package dev.perch.daemon;

import dev.perch.fabric.Intent.Gateway;
import dev.perch.fabric.linux.ProviderNetwork;
import dev.perch.fabric.linux.ProviderNetwork.Mode;
import dev.perch.model.ProviderPools;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.Parsed;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The network that EIPs are in.
 *
 * @param mode how it is connected to this machine
 */
record Provider(Mode mode, ProviderPools pools) {

    /** From the options that were given, by their names. */
    static Parsed<Provider> parse(Map<String, String> given) {
        return ProviderNetwork.mode(given.getOrDefault("--provider", "host"))
                .then(mode -> pool(given, mode, Family.IPV4)
                        .then(ipv4 -> pool(given, mode, Family.IPV6)
                                .then(ipv6 -> Parsed.ok(new Provider(mode, new ProviderPools(ipv4, ipv6))))));
    }

    /** What the fabric has to make of it. */
    ProviderNetwork network() {
        SortedSet<Gateway> gateways = Stream.of(pools.ipv4(), pools.ipv6())
                .map(pool -> new Gateway(pool.gateway(), pool.prefix().length()))
                .collect(Collectors.toCollection(TreeSet::new));
        return new ProviderNetwork(mode, gateways);
    }

    private static Parsed<ProviderPools.Pool> pool(Map<String, String> given, Mode mode, Family family) {
        String end = family == Family.IPV4 ? "" : "-v6";
        String option = "--eip-pool" + end;
        String router = "--eip-gateway" + end;
        if (mode instanceof ProviderNetwork.Bridge
                && (family == Family.IPV4 || given.containsKey(option))
                && !given.containsKey(router)) {
            return Parsed.malformed(
                    router, "is needed with --provider bridge:NAME: the address of the router behind it");
        }
        return prefix(given, option, family)
                .then(prefix -> gateway(given, router, family)
                        .then(gateway -> ProviderPools.Pool.of(option, prefix, router, gateway)));
    }

    private static Parsed<IpPrefix> prefix(Map<String, String> given, String option, Family family) {
        if (!given.containsKey(option)) {
            return Parsed.ok(ProviderPools.DEFAULT.of(family).prefix());
        }
        String text = given.get(option);
        return IpPrefix.parse(text)
                .toOptional()
                .filter(prefix -> prefix.family() == family)
                .map(Parsed::ok)
                .orElseGet(() -> Parsed.malformed(
                        option, "'" + text + "' is not a block of IPv" + family.version() + " addresses"));
    }

    private static Parsed<Optional<IpAddress>> gateway(Map<String, String> given, String option, Family family) {
        if (!given.containsKey(option)) {
            return Parsed.ok(Optional.empty());
        }
        String text = given.get(option);
        return IpAddress.parse(text)
                .toOptional()
                .filter(address -> address.family() == family)
                .map(address -> Parsed.ok(Optional.of(address)))
                .orElseGet(
                        () -> Parsed.malformed(option, "'" + text + "' is not an IPv" + family.version() + " address"));
    }
}
