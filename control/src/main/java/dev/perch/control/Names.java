package dev.perch.control;

import dev.perch.model.Meta;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.RouteId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.RuleId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Peering;
import dev.perch.model.Port;
import dev.perch.model.Refusal;
import dev.perch.model.RouteTable;
import dev.perch.model.SecurityGroup;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.model.Vpc;
import dev.perch.store.Tables;
import java.util.Optional;

/**
 * Calls objects as people call them: by their names; without one an EIP by its address, a NIC by its server, a route by where it
 * leads and its table, anything else by its id.
 */
record Names(Desk desk) implements Refusal.Names {

    @Override
    public String of(ObjectId id) {
        return desk.read(tables -> of(tables, id)).orElseGet(id::toString);
    }

    private static Optional<String> of(Tables tables, ObjectId object) {
        return switch (object) {
            case EipId id -> tables.eips().get(id).map(eip -> name(eip.meta()).orElseGet(() -> quoted(eip.address())));
            case VpcId id -> tables.vpcs().get(id).map(Vpc::meta).flatMap(Names::name);
            case SubnetId id -> tables.subnets().get(id).map(Subnet::meta).flatMap(Names::name);
            case PortId id ->
                tables.ports().get(id).flatMap(port -> name(port.meta()).or(() -> nic(tables, port)));
            case VipId id -> tables.vips().get(id).map(VirtualIp::meta).flatMap(Names::name);
            case SecurityGroupId id ->
                tables.groups().get(id).map(SecurityGroup::meta).flatMap(Names::name);
            case ServerId id -> tables.servers().get(id).map(Server::meta).flatMap(Names::name);
            case PeeringId id -> tables.peerings().get(id).map(Peering::meta).flatMap(Names::name);
            case RouteTableId id ->
                tables.routeTables().get(id).map(RouteTable::meta).flatMap(Names::name);
            case RouteId id ->
                tables.routes()
                        .get(id)
                        .flatMap(route -> of(tables, route.table())
                                .map(table -> "to " + route.destination() + " of the route table " + table));
            case RuleId id -> Optional.empty();
        };
    }

    private static Optional<String> nic(Tables tables, Port port) {
        return port.server().flatMap(server -> of(tables, server)).map(server -> "of the server " + server);
    }

    private static Optional<String> name(Meta meta) {
        return Optional.of(meta.name()).filter(name -> !name.isEmpty()).map(Names::quoted);
    }

    private static String quoted(Object name) {
        return "'" + name + "'";
    }
}
