package dev.perch.control;

import dev.perch.control.Servers.Nic;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.Port;
import dev.perch.model.Port.ServerNic;
import dev.perch.model.PortRules;
import dev.perch.model.Server;
import dev.perch.model.ServerRefusal.NotNicOfServer;
import dev.perch.model.ServerRules;
import dev.perch.model.Subnet;
import dev.perch.model.Vpc;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The NICs of servers: ports that are plugged into them, by numbers of which the primary has 0. */
final class ServerNics {

    private ServerNics() {}

    /** Gives a server one NIC more. */
    static Port attach(Decision d, Server server, Nic nic) {
        List<Port> there = d.tables.ports().of(server.id());
        d.unless(ServerRules.nicCount("", there.size() + 1));
        Optional<Vpc> vpc = there.stream().findFirst().map(first -> vpcOf(d, first.subnet()));
        int index = there.stream().mapToInt(ServerNics::index).max().orElse(-1) + 1;
        Port port = plug(d, server, index, nic, List.of(), vpc);
        d.audit("server.attach", server.id(), Map.of("port", port.id()));
        return port;
    }

    /** Gives a server its NIC number {@code index}. */
    static Port plug(Decision d, Server server, int index, Nic nic, List<SecurityGroupId> groups, Optional<Vpc> vpc) {
        return switch (nic) {
            case Nic.OnSubnet on -> {
                Subnet subnet = Subnets.own(d, "subnet", on.subnet());
                d.unless(vpc.flatMap(
                        expected -> ServerRules.sameVpc("subnet", subnet, vpcOf(d, subnet.id()), expected)));
                Ports.Create request = new Ports.Create(
                        subnet.id(),
                        "",
                        "",
                        on.ipv4(),
                        on.ipv6(),
                        on.checked(),
                        on.pairs(),
                        Optional.empty(),
                        on.groups().isEmpty() ? groups : on.groups(),
                        Map.of());
                yield Ports.insert(d, subnet, request, Optional.of(new ServerNic(server.id(), index, true)));
            }
            case Nic.OnPort on -> {
                Port port = Ports.own(d, "port", on.port());
                Subnet subnet = d.tables.subnets().get(port.subnet()).orElseThrow();
                d.unless(PortRules.vacant("port", port)
                        .or(() -> vpc.flatMap(
                                expected -> ServerRules.sameVpc("port", subnet, vpcOf(d, subnet.id()), expected))));
                Bindings.leave(d, port.id());
                yield Ports.plugged(d, port, Optional.of(new ServerNic(server.id(), index, on.deleteWithServer())));
            }
        };
    }

    /** Takes a NIC away; a port that was made for the server is deleted. */
    static void unplug(Decision d, Port port) {
        boolean delete = port.attachment()
                .filter(attachment -> attachment instanceof ServerNic nic && nic.deleteWithServer())
                .isPresent();
        if (delete) {
            Ports.remove(d, port);
        } else {
            Bindings.leave(d, port.id());
            Ports.plugged(d, port, Optional.empty());
        }
    }

    /** The server's NIC that is this port. */
    static Port own(Decision d, ServerId server, PortId id) {
        Port port = Ports.own(d, "port", id);
        d.unless(
                port.server().filter(server::equals).isPresent()
                        ? Optional.empty()
                        : Optional.of(new NotNicOfServer("port", id, server)));
        return port;
    }

    static int index(Port port) {
        return port.attachment()
                .map(attachment -> attachment instanceof ServerNic nic ? nic.index() : -1)
                .orElse(-1);
    }

    static Vpc vpcOf(Decision d, SubnetId subnet) {
        return d.tables
                .vpcs()
                .get(d.tables.subnets().get(subnet).orElseThrow().vpc())
                .orElseThrow();
    }
}
