package dev.perch.control;

import dev.perch.model.Eip;
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
 * Calls objects as people call them: by their names; without one an EIP by its address, a NIC by its server, anything else by its
 * id.
 */
record Names(Desk desk) implements Refusal.Names {

    @Override
    public String of(ObjectId id) {
        return desk.read(tables -> name(tables, id)
                        .filter(name -> !name.isEmpty())
                        .map(Names::quoted)
                        .or(() -> nic(tables, id)))
                .orElseGet(id::toString);
    }

    private static String quoted(String name) {
        return "'" + name + "'";
    }

    private static Optional<String> nic(Tables tables, ObjectId object) {
        return object instanceof PortId id
                ? tables.ports()
                        .get(id)
                        .flatMap(Port::server)
                        .flatMap(tables.servers()::get)
                        .map(server -> "of the server " + quoted(server.meta().name()))
                : Optional.empty();
    }

    private static Optional<String> name(Tables tables, ObjectId object) {
        return switch (object) {
            case EipId id -> tables.eips().get(id).map(Names::label);
            case VpcId id -> tables.vpcs().get(id).map(Vpc::meta).map(Meta::name);
            case SubnetId id -> tables.subnets().get(id).map(Subnet::meta).map(Meta::name);
            case PortId id -> tables.ports().get(id).map(Port::meta).map(Meta::name);
            case VipId id -> tables.vips().get(id).map(VirtualIp::meta).map(Meta::name);
            case SecurityGroupId id ->
                tables.groups().get(id).map(SecurityGroup::meta).map(Meta::name);
            case ServerId id -> tables.servers().get(id).map(Server::meta).map(Meta::name);
            case PeeringId id -> tables.peerings().get(id).map(Peering::meta).map(Meta::name);
            case RouteTableId id ->
                tables.routeTables().get(id).map(RouteTable::meta).map(Meta::name);
            case RouteId id -> Optional.empty();
            case RuleId id -> Optional.empty();
        };
    }

    private static String label(Eip eip) {
        return eip.meta().name().isEmpty()
                ? eip.address().toString()
                : eip.meta().name();
    }
}
