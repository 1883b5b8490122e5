package dev.perch.fabric.linux.nft;

import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.util.List;
import java.util.Map;

/** Inside addresses of EIPs that nobody holds, and the packets that came for them meanwhile. */
public record NoHolder(Nftables nftables) {
    private static final List<String> COUNTERS = List.of("no_holder4", "no_holder6");

    /** From now on packets for the address are counted, or not. Without edge rules nothing comes from outside. */
    public void mark(IpAddress address, boolean unheld) {
        Element element = unheld(address);
        nftables.change(unheld ? List.of() : List.of(element), unheld ? List.of(element) : List.of());
    }

    /** Packets counted so far, by address. */
    public Map<IpAddress, Long> counted() {
        return nftables.counted(COUNTERS);
    }

    /** Nothing is known of the address any more. */
    public void forget(IpAddress address) {
        nftables.change(List.of(unheld(address)), List.of());
        nftables.forget(
                Table.EDGE,
                List.of(COUNTERS.get(address.family() == Family.IPV4 ? 0 : 1)),
                unheld(address).key());
    }

    private static Element unheld(IpAddress address) {
        return (address.family() == Family.IPV4 ? SetKind.UNHELD4 : SetKind.UNHELD6).element(address);
    }
}
