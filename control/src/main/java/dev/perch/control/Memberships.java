package dev.perch.control;

import dev.perch.model.GroupRules;
import dev.perch.model.GroupSet;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Port;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Which ports and virtual IPs are in which security groups. */
public final class Memberships {
    private final Desk desk;

    Memberships(Desk desk) {
        this.desk = desk;
    }

    /** What is in groups. */
    public sealed interface Member {
        record OfPort(PortId port) implements Member {}

        record OfVip(VipId vip) implements Member {}

        /** All NICs of a server. */
        record OfServer(ServerId server) implements Member {}
    }

    /** Puts it into further groups; those it is in already change nothing. */
    public Outcome<Member> enter(Caller caller, Member member, List<SecurityGroupId> groups) {
        return desk.decide(
                caller,
                d -> change(
                        d,
                        member,
                        groups,
                        (is, asked) ->
                                Stream.concat(is.stream(), asked.stream()).toList()));
    }

    /** Takes it out of groups; refused for the last. */
    public Outcome<Member> leave(Caller caller, Member member, List<SecurityGroupId> groups) {
        return desk.decide(
                caller,
                d -> change(
                        d,
                        member,
                        groups,
                        (is, asked) -> is.stream()
                                .filter(group -> !asked.contains(group))
                                .toList()));
    }

    /** The set that a new port or virtual IP on a subnet is in: these groups, or the project's default group for none. */
    static GroupSet chosen(Decision d, Subnet subnet, List<SecurityGroupId> groups) {
        return groups.isEmpty()
                ? d.tables
                        .groupSets()
                        .settled(d.caller.project(), subnet.vpc())
                        .orElseGet(() -> among(d, subnet.vpc(), List.of(SecurityGroups.preset(d))))
                : replaced(d, subnet, groups);
    }

    /** The set of exactly these groups, which are the caller's, for something on a subnet. */
    static GroupSet replaced(Decision d, Subnet subnet, List<SecurityGroupId> groups) {
        d.unless(GroupRules.members("security_groups", groups));
        for (int i = 0; i < groups.size(); i++) {
            SecurityGroups.own(d, "security_groups[" + i + "]", groups.get(i));
        }
        return among(d, subnet.vpc(), groups);
    }

    /** The set of these groups among the ports of a VPC, which hears of it when it is new there. */
    static GroupSet among(Decision d, VpcId vpc, List<SecurityGroupId> groups) {
        GroupSet set = d.tables.groupSets().of(groups);
        if (d.tables.groupSets().enter(vpc, set)) {
            d.unless(GroupRules.layered("security_groups", d.tables.rules().places(set.number())));
            d.touch(vpc);
        }
        return set;
    }

    private static Member change(
            Decision d,
            Member member,
            List<SecurityGroupId> groups,
            BiFunction<List<SecurityGroupId>, List<SecurityGroupId>, List<SecurityGroupId>> change) {
        groups.forEach(group -> SecurityGroups.own(d, "security_groups", group));
        switch (member) {
            case Member.OfPort(PortId id) -> port(d, Ports.own(d, "", id), groups, change);
            case Member.OfServer(ServerId id) ->
                d.tables.ports().of(Servers.own(d, "", id).id()).forEach(port -> port(d, port, groups, change));
            case Member.OfVip(VipId id) -> {
                VirtualIp vip = VirtualIps.own(d, "", id);
                VirtualIps.change(
                        d,
                        vip,
                        VirtualIps.Update.groups(change.apply(vip.groups().groups(), groups)));
            }
        }
        return member;
    }

    private static void port(
            Decision d,
            Port port,
            List<SecurityGroupId> groups,
            BiFunction<List<SecurityGroupId>, List<SecurityGroupId>, List<SecurityGroupId>> change) {
        List<SecurityGroupId> wanted = change.apply(port.groups().groups(), groups);
        Ports.change(d, port, Ports.Update.groups(wanted));
    }
}
