package dev.perch.control;

import dev.perch.control.Topology.Action;
import dev.perch.control.Topology.Net;
import dev.perch.control.Topology.Segment;
import dev.perch.model.NameRules;
import dev.perch.model.Subnet;
import dev.perch.model.Vpc;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** VPCs with their subnets, as a document says. */
record AppliedNets(Decision d, Steps steps) {

    void net(Net net) {
        d.unless(NameRules.required("name", net.name()));
        Optional<Vpc> there =
                d.tables.vpcs().named(d.caller.project(), net.name()).stream().findFirst();
        Vpc vpc;
        if (there.isEmpty()) {
            vpc = Vpcs.make(d, new Vpcs.Create(net.name(), "", net.cidr(), Map.of()));
            steps.of(net, Action.CREATE, net.name(), vpc.id());
        } else if (net.cidr().isPresent() && !net.cidr().equals(there.get().cidr())) {
            vpc = Vpcs.change(
                    d,
                    there.get(),
                    new Vpcs.Update(Optional.empty(), Optional.empty(), net.cidr(), Optional.empty(), Map.of()));
            steps.of(net, Action.UPDATE, net.name(), vpc.id());
        } else {
            vpc = there.get();
            steps.of(net, Action.UNCHANGED, net.name(), vpc.id());
        }
        Decision.each("subnets", net.subnets(), segment -> segment(net, vpc, segment));
    }

    private void segment(Net net, Vpc vpc, Segment segment) {
        List<Subnet> named = d.tables.subnets().named(vpc.id(), segment.name());
        if (named.isEmpty()) {
            Subnet made = Subnets.make(
                    d,
                    new Subnets.Create(
                            vpc.id(),
                            segment.name(),
                            "",
                            segment.cidr(),
                            segment.gateway(),
                            segment.cidrV6(),
                            segment.gatewayV6(),
                            Map.of()));
            steps.of(key(net, segment), Action.CREATE, segment.name(), made.id());
            return;
        }
        Subnet subnet = d.look().only("name", "subnet", segment.name(), named);
        d.unless(Subnets.differs(subnet, "cidr", subnet.ipv4().cidr(), Optional.of(segment.cidr()))
                .or(() -> Subnets.differs(subnet, "gateway", subnet.ipv4().gateway(), segment.gateway())));
        Subnets.Update update =
                new Subnets.Update(Optional.empty(), Optional.empty(), segment.cidrV6(), segment.gatewayV6(), Map.of());
        if (subnet.ipv6().isEmpty() && segment.cidrV6().isPresent()) {
            Subnets.change(d, subnet, update);
            steps.of(key(net, segment), Action.UPDATE, segment.name(), subnet.id());
        } else {
            d.unless(Subnets.immutable(subnet, update));
            steps.of(key(net, segment), Action.UNCHANGED, segment.name(), subnet.id());
        }
    }

    /** A subnet's name is unique in its VPC only. */
    static List<Object> key(Net net, Segment segment) {
        return List.of(net.name(), segment.name());
    }
}
