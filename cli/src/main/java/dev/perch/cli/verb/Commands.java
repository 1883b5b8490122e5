package dev.perch.cli.verb;

import dev.perch.cli.Command;
import java.util.List;

/** Everything that {@code perch} can do, in the order of its help. */
public final class Commands {
    private Commands() {}

    public static List<Command> all() {
        return List.of(
                Up.VERB,
                Down.VERB,
                Status.VERB,
                Apply.VERB,
                Apply.DELETE,
                Get.VERB,
                Command.group("vip", "virtual IPs: who holds them, who may, and drills", Vips::verbs),
                Command.group("server", "servers: create, start, stop, logs", Servers::verbs),
                Exec.VERB,
                Explain.VERB,
                Command.group("vpc", "VPCs", Networks::vpcs),
                Command.group("subnet", "subnets of VPCs", Networks::subnets),
                Command.group("port", "ports: NICs of servers, or of anything else plugged in", Ports::verbs),
                Command.group("eip", "EIPs: addresses outside that lead to virtual IPs and servers", Eips::verbs),
                Command.group("peering", "peerings: connections between two VPCs", Peerings::verbs),
                Command.group("route-table", "route tables of VPCs", Routes::tables),
                Command.group("route", "routes of route tables", Routes::routes),
                Command.group("security-group", "security groups: what ports let through", SecurityGroups::verbs),
                Command.group("quota", "quotas: how many there may be", Quotas::verbs),
                Version.VERB,
                Completion.VERB);
    }
}
