package dev.perch.daemon;

import dev.perch.control.Hop;
import dev.perch.control.RouteView;
import dev.perch.control.Snapshots;
import dev.perch.control.Snapshots.EipFacts;
import dev.perch.control.Snapshots.Everything;
import dev.perch.control.Snapshots.RouteTableFacts;
import dev.perch.control.Snapshots.VpcGroups;
import dev.perch.fabric.Compiler;
import dev.perch.fabric.Compiler.BoundVip;
import dev.perch.fabric.Compiler.PortFacts;
import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.EipIntent;
import dev.perch.fabric.Intent.ProviderIntent;
import dev.perch.fabric.Intent.RouteTableIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.IntentSource;
import dev.perch.fabric.RouteCompiler;
import dev.perch.fabric.RouteCompiler.RouteFacts;
import dev.perch.fabric.policy.Policies;
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
import dev.perch.model.Server.Power;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What should be in the fabric: what is committed, for the servers that have a network namespace, with the cables pulled. */
final class Intents implements IntentSource {
    private final Snapshots snapshots;
    private final Cables cables;
    private final Compiler compiler;
    private final RouteCompiler routes;
    private final Dependents dependents;
    private final Map<VpcId, Policies> policies = new ConcurrentHashMap<>();

    Intents(Snapshots snapshots, Cables cables, Function<ServerId, Optional<String>> serverNamespace) {
        this.snapshots = snapshots;
        this.cables = cables;
        this.compiler = new Compiler(serverNamespace);
        this.routes = new RouteCompiler(compiler);
        this.dependents = new Dependents(snapshots);
    }

    @Override
    public Collection<Intent> all() {
        Everything everything = snapshots.everything();
        List<Intent> all = new ArrayList<>();
        everything.eips().stream().flatMap(eip -> intent(eip).stream()).forEach(all::add);
        Set<VpcId> uplinks = all.stream().map(Intent::vpc).collect(Collectors.toSet());
        if (!uplinks.isEmpty()) {
            all.add(new ProviderIntent());
        }
        policies.keySet().retainAll(everything.groups().keySet());
        everything
                .vpcs()
                .forEach(vpc -> all.add(intent(
                        vpc.id(),
                        everything.groups().get(vpc.id()),
                        uplinks.contains(vpc.id()),
                        everything.peerings())));
        everything.subnets().forEach(subnet -> all.add(compiler.subnet(subnet)));
        everything.ports().forEach(port -> compiler.port(facts(port)).ifPresent(all::add));
        everything.peerings().forEach(peering -> routes.peering(peering).ifPresent(all::add));
        everything.routeTables().forEach(table -> all.add(intent(table)));
        everything.routes().forEach(route -> all.add(routes.route(facts(route))));
        return all;
    }

    @Override
    public Optional<Intent> of(ObjectId object) {
        return switch (object) {
            case VpcId id ->
                id.equals(Intent.PROVIDER_NETWORK)
                        ? provider()
                        : snapshots
                                .vpc(id)
                                .map(vpc -> intent(
                                        id, snapshots.groups(id), snapshots.hasEips(id), snapshots.peeringsOf(id)));
            case SubnetId id -> snapshots.subnet(id).map(compiler::subnet);
            case PortId id -> snapshots.port(id).flatMap(port -> compiler.port(facts(port)));
            case VipId id -> Optional.empty();
            case ServerId id -> Optional.empty();
            case PeeringId id -> snapshots.peering(id).flatMap(routes::peering);
            case RouteTableId id -> snapshots.routeTable(id).map(this::intent);
            case RouteId id -> snapshots.route(id).map(route -> routes.route(facts(route)));
            case EipId id -> snapshots.eip(id).flatMap(this::intent);
            case SecurityGroupId id -> Optional.empty();
            case RuleId id -> Optional.empty();
        };
    }

    @Override
    public Collection<? extends ObjectId> affectedBy(ObjectId changed) {
        return dependents.of(changed);
    }

    private VpcIntent intent(VpcId id, VpcGroups groups, boolean uplink, Collection<Peering> peerings) {
        boolean peered = peerings.stream()
                .filter(peering -> peering.status() == Peering.Status.ACTIVE)
                .anyMatch(peering ->
                        peering.requester().equals(id) || peering.accepter().equals(id));
        Policies made = policies.computeIfAbsent(id, vpc -> new Policies());
        return new VpcIntent(id, uplink, peered, made.compile(PolicyWords.facts(groups)));
    }

    private Optional<Intent> provider() {
        return snapshots.hasEips() ? Optional.of(new ProviderIntent()) : Optional.empty();
    }

    private Optional<EipIntent> intent(EipFacts facts) {
        return facts.inside()
                .map(inside -> compiler.eip(facts.eip(), inside.subnet().vpc(), inside.address()));
    }

    private RouteTableIntent intent(RouteTableFacts facts) {
        boolean others = facts.table().isDefault();
        return routes.table(facts.table(), others ? Set.of() : Set.copyOf(facts.subnets()));
    }

    private RouteFacts facts(RouteView view) {
        return new RouteFacts(
                view.route(),
                view.table(),
                switch (view.hop()) {
                    case Hop.OfPort hop ->
                        snapshots
                                .port(hop.port().id())
                                .<RouteCompiler.NextHopFacts>map(port -> new RouteCompiler.AtPort(facts(port)))
                                .orElseGet(RouteCompiler.Gone::new);
                    case Hop.OfVip hop -> new RouteCompiler.AtVip(hop.vip());
                    case Hop.OfPeering hop -> new RouteCompiler.AtPeering(hop.peering());
                    case Hop.Gone gone -> new RouteCompiler.Gone();
                });
    }

    private PortFacts facts(Snapshots.PortFacts facts) {
        return new PortFacts(
                facts.port(),
                facts.subnet(),
                facts.bound().stream()
                        .map(bound -> new BoundVip(bound.vip(), bound.fenced()))
                        .toList(),
                facts.peers(),
                !cables.isPulled(facts.port().id()) && !isCutOff(facts));
    }

    /** A server that is to be off loses its links first: until its processes are gone nothing may put them up again. */
    private static boolean isCutOff(Snapshots.PortFacts facts) {
        return facts.server().filter(server -> server.power() == Power.OFF).isPresent();
    }
}
