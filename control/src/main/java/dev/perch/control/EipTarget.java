package dev.perch.control;

import dev.perch.model.Eip;
import dev.perch.model.Eip.OfPort;
import dev.perch.model.Eip.OfVip;
import dev.perch.model.EipRules;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.Port;
import dev.perch.model.Refusal;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.net.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * What an EIP is to be bound to, as it is in the store.
 *
 * @param field   what the caller named it by
 * @param refusal why it has no EIPs at all, if so
 * @param eips    those that it has
 */
record EipTarget(
        String field,
        Eip.Target target,
        Subnet subnet,
        List<IpAddress> addresses,
        Optional<Refusal> refusal,
        List<Eip> eips) {

    static EipTarget of(Decision d, String field, Port port) {
        return new EipTarget(
                field,
                new OfPort(port.id()),
                d.tables.subnets().get(port.subnet()).orElseThrow(),
                port.addresses(),
                Optional.empty(),
                d.tables.eips().of(port.id()));
    }

    static EipTarget of(Decision d, String field, VirtualIp vip) {
        return new EipTarget(
                field,
                new OfVip(vip.id()),
                d.tables.subnets().get(vip.subnet()).orElseThrow(),
                vip.addresses(),
                EipRules.reachable(field, vip),
                d.tables.eips().of(vip.id()));
    }

    /** The primary NIC of a server. */
    static EipTarget of(Decision d, Server server) {
        return of(d, "server", d.tables.ports().of(server.id()).getFirst());
    }

    static EipTarget of(Decision d, Eip.Target target) {
        return switch (target) {
            case OfPort(PortId port) -> of(d, "", d.tables.ports().get(port).orElseThrow());
            case OfVip(VipId vip) -> of(d, "", d.tables.vips().get(vip).orElseThrow());
        };
    }

    ObjectId id() {
        return EipRules.id(target);
    }
}
