package dev.perch.daemon;

import dev.perch.control.Snapshots;
import dev.perch.control.Snapshots.Everything;
import dev.perch.fabric.Compiler;
import dev.perch.fabric.Compiler.BoundVip;
import dev.perch.fabric.Compiler.PortFacts;
import dev.perch.fabric.Compiler.VpcFacts;
import dev.perch.fabric.Intent;
import dev.perch.fabric.IntentSource;
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
import dev.perch.model.Port;
import dev.perch.model.Server.Power;
import dev.perch.model.Vpc;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What should be in the fabric: what is committed, for the servers that have a network namespace, with the cables pulled. */
final class Intents implements IntentSource {
    private final Snapshots snapshots;
    private final Cables cables;
    private final Compiler compiler;

    Intents(Snapshots snapshots, Cables cables, Function<ServerId, Optional<String>> serverNamespace) {
        this.snapshots = snapshots;
        this.cables = cables;
        this.compiler = new Compiler(serverNamespace);
    }

    @Override
    public Collection<Intent> all() {
        Everything everything = snapshots.everything();
        List<Intent> all = new ArrayList<>();
        everything.vpcs().forEach(vpc -> all.add(compiler.vpc(unfiltered(vpc))));
        everything.subnets().forEach(subnet -> all.add(compiler.subnet(subnet)));
        everything.ports().forEach(port -> compiler.port(facts(port)).ifPresent(all::add));
        return all;
    }

    @Override
    public Optional<Intent> of(ObjectId object) {
        return switch (object) {
            case VpcId id -> snapshots.vpc(id).map(Intents::unfiltered).map(compiler::vpc);
            case SubnetId id -> snapshots.subnet(id).map(compiler::subnet);
            case PortId id -> snapshots.port(id).flatMap(port -> compiler.port(facts(port)));
            case VipId id -> Optional.empty();
            case ServerId id -> Optional.empty();
            case PeeringId id -> Optional.empty();
            case RouteTableId id -> Optional.empty();
            case RouteId id -> Optional.empty();
            case EipId id -> Optional.empty();
            case SecurityGroupId id -> Optional.empty();
            case RuleId id -> Optional.empty();
        };
    }

    @Override
    public Collection<? extends ObjectId> affectedBy(ObjectId changed) {
        return switch (changed) {
            case VpcId id -> List.of(id);
            case SubnetId id -> List.of(id);
            case PortId id -> List.of(id);
            case VipId id -> snapshots.portsOf(id);
            case ServerId id -> snapshots.portsOf(id).stream().map(Port::id).toList();
            case PeeringId id -> List.of();
            case RouteTableId id -> List.of();
            case RouteId id -> List.of();
            case EipId id -> List.of();
            case SecurityGroupId id -> List.of();
            case RuleId id -> List.of();
        };
    }

    private static VpcFacts unfiltered(Vpc vpc) {
        return new VpcFacts(vpc, List.of(), List.of(), Map.of(), false, false);
    }

    private PortFacts facts(Snapshots.PortFacts facts) {
        return new PortFacts(
                facts.port(),
                facts.subnet(),
                facts.bound().stream()
                        .map(bound -> new BoundVip(bound.vip(), bound.fenced()))
                        .toList(),
                List.of(),
                !cables.isPulled(facts.port().id()) && !isCutOff(facts));
    }

    /** A server that is to be off loses its links first: until its processes are gone nothing may put them up again. */
    private static boolean isCutOff(Snapshots.PortFacts facts) {
        return facts.server().filter(server -> server.power() == Power.OFF).isPresent();
    }
}
