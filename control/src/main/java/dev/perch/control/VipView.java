package dev.perch.control;

import dev.perch.model.Binding;
import dev.perch.model.Eip;
import dev.perch.model.Holding;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.Port;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.net.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * A virtual IP and everything one wants to know about it.
 *
 * @param holders one for each of its families, in the order of its addresses
 * @param eips    the EIPs that stand for it, IPv4 first
 */
public record VipView(
        VirtualIp vip,
        Subnet subnet,
        List<Bound> bindings,
        List<Holder> holders,
        List<Eip> eips,
        List<Warning> warnings) {

    public VipView {
        bindings = List.copyOf(bindings);
        holders = List.copyOf(holders);
        eips = List.copyOf(eips);
        warnings = List.copyOf(warnings);
    }

    /**
     * A port that the virtual IP is bound to.
     *
     * @param text   the address that stands for the port in the virtual IP's address pairs, exactly as the user wrote it
     * @param passes whether the virtual IP's packets pass the port
     * @param whyNot why they do not; empty when they do
     */
    public record Bound(
            Binding binding, Port port, Optional<Named<ServerId>> server, String text, boolean passes, String whyNot) {}

    /** Who has one of the addresses now. */
    public record Holder(IpAddress address, Holding holding, Optional<Named<ServerId>> server) {}
}
