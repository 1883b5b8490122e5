package dev.perch.fabric.linux;

import static dev.perch.fabric.Intent.PROVIDER_NETWORK;

import dev.perch.fabric.Intent.PeeringIntent;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Sees what there is in the namespaces of VPCs. The caller holds the monitor of the state that it asks about. */
record Sight(Names names, HostSide host, Provider provider, Vpcs vpcs) {

    /** The peerings whose two ends do not lead to each other. */
    Set<ObjectId> torn(List<PeeringIntent> peerings) {
        return peerings.stream()
                .filter(p -> !leads(p.vpc(), p.peering(), p.peer()) || !leads(p.peer(), p.peering(), p.vpc()))
                .map(PeeringIntent::peering)
                .collect(Collectors.toSet());
    }

    private boolean leads(VpcId from, PeeringId peering, VpcId to) {
        VpcState state = vpcs.state(from);
        synchronized (state) {
            return state.namespace()
                    .filter(namespace -> namespace
                            .route()
                            .link(Names.link(peering))
                            .map(Link::peerNetns)
                            .filter(OptionalInt::isPresent)
                            .filter(Guest.number(namespace, RoutingFacts.path(names, to))::equals)
                            .isPresent())
                    .isPresent();
        }
    }

    /**
     * Everything in a VPC.
     *
     * @param desired what there should be
     * @param torn    the peerings that are to be made anew
     */
    List<KernelFact> all(VpcState state, List<KernelFact> desired, Set<ObjectId> torn) {
        List<KernelFact> observed = new ArrayList<>();
        state.namespace().ifPresent(namespace -> {
            Observation look = look(state, namespace);
            observed.add(look.name());
            observed.addAll(look.settings(desired));
            observed.addAll(look.links(routing(state, namespace, torn)));
            observed.addAll(look.rules());
            observed.addAll(look.elements(state.elements()));
        });
        return observed;
    }

    /**
     * What there is of one object.
     *
     * @param desired what there should be
     * @param torn    the peerings that are to be made anew
     */
    List<KernelFact> of(VpcState state, ObjectId object, List<KernelFact> desired, Set<ObjectId> torn) {
        return state.namespace()
                .map(namespace -> {
                    Observation look = look(state, namespace);
                    RoutingObservation routing = routing(state, namespace, torn);
                    List<KernelFact> observed = new ArrayList<>(look.settings(desired));
                    observed.addAll(routing.of(object));
                    switch (object) {
                        case VpcId id -> {
                            observed.add(look.name());
                            observed.addAll(look.rules());
                            observed.addAll(
                                    id.equals(PROVIDER_NETWORK)
                                            ? look.provider()
                                            : look.edge().uplink());
                            look.learn(state.elements());
                        }
                        case SubnetId id -> observed.addAll(look.subnet(id));
                        case PortId id -> {
                            observed.addAll(look.port(Names.link(id)));
                            observed.addAll(look.elements(state.elements(), Names.link(id), desired));
                        }
                        case ObjectId.VipId id -> {}
                        case ObjectId.ServerId id -> {}
                        case PeeringId id ->
                            namespace
                                    .route()
                                    .link(Names.link(id))
                                    .ifPresent(link -> observed.addAll(routing.peering(link)));
                        case ObjectId.RouteTableId id -> {}
                        case ObjectId.RouteId id -> {}
                        case EipId id ->
                            state.addressOf(id).ifPresent(address -> {
                                look.edge().outside(address).ifPresent(observed::add);
                                observed.addAll(look.elements(state.elements(), address.toString(), desired));
                            });
                        case ObjectId.SecurityGroupId id -> {}
                        case ObjectId.RuleId id -> {}
                    }
                    return observed;
                })
                .orElse(List.of());
    }

    private Observation look(VpcState state, VpcNamespace namespace) {
        return new Observation(
                names, state.vpc(), namespace, new EdgeObservation(provider, host, state, namespace), state::port);
    }

    private RoutingObservation routing(VpcState state, VpcNamespace namespace, Set<ObjectId> torn) {
        return new RoutingObservation(names, state.vpc(), namespace, state.routing(), state::peering, torn);
    }
}
