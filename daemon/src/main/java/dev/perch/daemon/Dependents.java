package dev.perch.daemon;

import dev.perch.control.Snapshots;
import dev.perch.fabric.Intent;
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
import dev.perch.model.Subnet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which objects' intents depend on which objects. */
record Dependents(Snapshots snapshots) {

    /** The objects to look at when one has changed, itself included when the fabric knows it. */
    Collection<? extends ObjectId> of(ObjectId changed) {
        return switch (changed) {
            case VpcId id -> List.of(Intent.PROVIDER_NETWORK, id); // it may be the first or last with an uplink
            case SubnetId id -> List.of(id);
            case PortId id -> ofPort(id);
            case VipId id -> ofVip(id);
            case ServerId id -> ofServer(id);
            case PeeringId id -> ofPeering(id);
            case RouteTableId id -> List.of(id);
            case RouteId id -> List.of(id);
            case EipId id -> List.of(id);
            case SecurityGroupId id -> List.of(); // what it lets through is a change of its VPCs
            case RuleId id -> List.of(); // the same
        };
    }

    /** Routes lead to it, or to its server by it; and its groups count for the virtual IPs that it is bound to. */
    private Set<ObjectId> ofPort(PortId id) {
        Set<ObjectId> all = new LinkedHashSet<>(List.of(id));
        all.addAll(snapshots.routesTo(id));
        snapshots.port(id).ifPresent(facts -> {
            facts.port().server().ifPresent(server -> all.addAll(snapshots.routesTo(server)));
            if (!facts.bound().isEmpty()) {
                all.add(facts.subnet().vpc());
            }
        });
        return all;
    }

    /** Its ports may claim it, their groups are its groups in the VPC, and routes lead to it. */
    private Set<ObjectId> ofVip(VipId id) {
        Set<ObjectId> all = new LinkedHashSet<>(snapshots.portsOf(id));
        snapshots
                .vip(id)
                .flatMap(vip -> snapshots.subnet(vip.subnet()))
                .map(Subnet::vpc)
                .ifPresent(all::add);
        all.addAll(snapshots.routesTo(id));
        return all;
    }

    private Set<ObjectId> ofServer(ServerId id) {
        Set<ObjectId> all = new LinkedHashSet<>(snapshots.routesTo(id));
        for (Port nic : snapshots.portsOf(id)) {
            all.add(nic.id());
            all.addAll(snapshots.routesTo(nic.id()));
        }
        return all;
    }

    private Set<ObjectId> ofPeering(PeeringId id) {
        Set<ObjectId> all = new LinkedHashSet<>(List.of(id));
        snapshots.peering(id).map(Peering::requester).ifPresent(all::add);
        snapshots.peering(id).map(Peering::accepter).ifPresent(all::add);
        all.addAll(snapshots.routesTo(id));
        return all;
    }
}
