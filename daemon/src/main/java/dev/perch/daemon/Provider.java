package dev.perch.daemon;

import dev.perch.model.ProviderPools;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.Parsed;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The network that EIPs are in.
 *
 * @param place how it is connected
 */
record Provider(Place place, ProviderPools pools) {

    /** How the provider network is connected to this machine. */
    sealed interface Place {}

    /** The host itself is its gateway, so whoever works on the host reaches EIPs. */
    record Host() implements Place {}

    /** Nothing outside reaches it: the gateway is part of it. */
    record Isolated() implements Place {}

    /** It continues into a bridge of the host, behind which the gateway is. */
    record Bridge(String name) implements Place {}

    /** Linux: 1 to 15 characters (IFNAMSIZ is 16 with the ending zero), no slash, colon or white space. */
    private static final Pattern BRIDGE = Pattern.compile("bridge:[^\\s/:%]{1,15}");

    /** From the options that were given, by their names. */
    static Parsed<Provider> parse(Map<String, String> given) {
        return place(given)
                .then(place -> pool(given, place, Family.IPV4)
                        .then(ipv4 -> pool(given, place, Family.IPV6)
                                .then(ipv6 -> Parsed.ok(new Provider(place, new ProviderPools(ipv4, ipv6))))));
    }

    private static Parsed<Place> place(Map<String, String> given) {
        String text = given.getOrDefault("--provider", "host");
        if (text.equals("host")) {
            return Parsed.ok(new Host());
        }
        if (text.equals("isolated")) {
            return Parsed.ok(new Isolated());
        }
        return BRIDGE.matcher(text).matches()
                ? Parsed.ok(new Bridge(text.substring("bridge:".length())))
                : Parsed.malformed("--provider", "'" + text + "' is not host, isolated or bridge:NAME");
    }

    private static Parsed<ProviderPools.Pool> pool(Map<String, String> given, Place place, Family family) {
        String end = family == Family.IPV4 ? "" : "-v6";
        String option = "--eip-pool" + end;
        String router = "--eip-gateway" + end;
        if (place instanceof Bridge
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
