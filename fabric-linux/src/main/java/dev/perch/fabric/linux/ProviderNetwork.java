package dev.perch.fabric.linux;

import dev.perch.fabric.Intent.Gateway;
import dev.perch.net.IpAddress;
import dev.perch.net.Parsed;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The network outside of all VPCs, in which EIPs are: how it is connected to this machine.
 *
 * @param gateways where packets from EIPs leave to, one of each family, with the length of the pool's prefix
 */
public record ProviderNetwork(Mode mode, SortedSet<Gateway> gateways) {

    /** Where its gateway is. */
    public sealed interface Mode {}

    /** In the host's own network: the host reaches EIPs. */
    public record Host() implements Mode {}

    /** On the provider network's own bridge: nobody else is there. */
    public record Isolated() implements Mode {}

    /** Behind a bridge of the host, which is somebody else's. */
    public record Bridge(String name) implements Mode {}

    /** On this machine only, with the addresses that nobody routes: blocks for tests (RFC 2544, RFC 5180). */
    public static final ProviderNetwork ISOLATED = new ProviderNetwork(
            new Isolated(),
            new TreeSet<>(
                    List.of(new Gateway(IpAddress.of("198.18.0.1"), 16), new Gateway(IpAddress.of("2001:2::1"), 64))));

    public ProviderNetwork {
        gateways = new TreeSet<>(gateways);
    }

    /** Reads {@code host}, {@code isolated} or {@code bridge:NAME}. */
    public static Parsed<Mode> mode(String text) {
        return switch (text) {
            case "host" -> Parsed.ok(new Host());
            case "isolated" -> Parsed.ok(new Isolated());
            default ->
                text.matches("bridge:[^/:%\\s]{1,15}")
                        ? Parsed.ok(new Bridge(text.substring("bridge:".length())))
                        : Parsed.malformed("--provider", "'" + text + "' is not host, isolated or bridge:NAME");
        };
    }
}
