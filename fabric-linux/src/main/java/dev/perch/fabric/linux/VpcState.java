package dev.perch.fabric.linux;

import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.EipIntent;
import dev.perch.fabric.Intent.PeeringIntent;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.linux.nft.PolicyElements;
import dev.perch.fabric.policy.Policy;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.IpAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What the fabric remembers of one VPC. Its monitor is held while a plan is made or carried out, so that they follow one
 * another; nothing here is needed for correctness after a restart.
 */
final class VpcState {
    private static final Duration PLAN_STANDS = Duration.ofMillis(500);

    private final Names names;
    private final VpcId vpc;
    private final Map<ObjectId, Intent> intents = new ConcurrentHashMap<>();
    private final Map<String, PortIntent> ports = new ConcurrentHashMap<>();
    private final Map<String, PeeringIntent> peerings = new ConcurrentHashMap<>();
    private final Elements elements = new Elements();
    private final Routing routing = new Routing();
    private final Map<String, SubnetIntent> subnets = new ConcurrentHashMap<>();
    private final Map<IpAddress, EipIntent> eips = new ConcurrentHashMap<>();
    private final Map<ObjectId, IpAddress> eipAddresses = new ConcurrentHashMap<>();
    private final Map<String, Boolean> cuts = new ConcurrentHashMap<>();
    private final Map<ObjectId, Long> planned = new ConcurrentHashMap<>();
    private final Doors doors;
    private final Function<Intent, List<RoutingFact>> routes;
    private volatile VpcNamespace entered;

    /** Is told when the namespace is entered and left. */
    interface Doors {
        void entered(VpcState state, VpcNamespace namespace);

        void left(VpcState state);
    }

    /**
     * @param routes what of an intent is about where packets go
     */
    VpcState(Names names, VpcId vpc, Doors doors, Function<Intent, List<RoutingFact>> routes) {
        this.names = names;
        this.vpc = vpc;
        this.doors = doors;
        this.routes = routes;
    }

    VpcId vpc() {
        return vpc;
    }

    /** The namespace as it is now; entered again when somebody replaced it. */
    synchronized Optional<VpcNamespace> namespace() {
        if (entered != null && !entered.isCurrent()) {
            leave();
        }
        if (entered == null) {
            VpcNamespace.enter(names.namespace(vpc)).ifPresent(this::enter);
        }
        return Optional.ofNullable(entered);
    }

    /** Entered is what is watched, so one that cannot be is tried again. */
    private void enter(VpcNamespace namespace) {
        routing.doubt();
        entered = namespace;
        try {
            doors.entered(this, namespace);
        } catch (RuntimeException fault) {
            entered = null;
            namespace.close();
            throw fault;
        }
    }

    /** The namespace that was entered last, without waiting for a plan that is being carried out. */
    Optional<VpcNamespace> open() {
        return Optional.ofNullable(entered);
    }

    /** Whether nothing is wanted in it and it has not been entered. */
    synchronized boolean isGone() {
        return intents.isEmpty() && entered == null;
    }

    synchronized void leave() {
        if (entered != null) {
            doors.left(this);
            entered.close();
            entered = null;
            elements.clear();
        }
    }

    void remember(ObjectId object, Optional<? extends Intent> intent) {
        Intent before = intent.isPresent() ? intents.put(object, intent.get()) : intents.remove(object);
        if (object.equals(vpc)) {
            PolicyElements.Change change = PolicyElements.between(policy(Optional.ofNullable(before)), policy(intent));
            elements.policy().renounce(change.removed());
            elements.policy().want(change.added());
        }
        if (before instanceof PortIntent port) {
            elements.disown(Facts.shared(port));
            ports.remove(Names.link(port.port()));
        }
        if (before instanceof SubnetIntent subnet) {
            subnets.remove(Names.bridge(subnet.subnet()));
        }
        if (before instanceof PeeringIntent peering) {
            peerings.remove(Names.link(peering.peering()));
        }
        routing.want(object, intent.map(routes).orElse(List.of()));
        if (before instanceof EipIntent eip) {
            elements.disown(EdgeFacts.elements(eip));
            eips.remove(eip.address(), eip);
        }
        if (intent.isPresent() && intent.get() instanceof EipIntent eip) {
            elements.own(EdgeFacts.elements(eip));
            eips.put(eip.address(), eip);
            eipAddresses.put(object, eip.address());
        }
        if (intent.isPresent() && intent.get() instanceof PortIntent port) {
            elements.own(Facts.shared(port));
            ports.put(Names.link(port.port()), port);
        }
        if (intent.isPresent() && intent.get() instanceof SubnetIntent subnet) {
            subnets.put(Names.bridge(subnet.subnet()), subnet);
        }
        if (intent.isPresent() && intent.get() instanceof PeeringIntent peering) {
            peerings.put(Names.link(peering.peering()), peering);
        }
    }

    private static Policy policy(Optional<? extends Intent> intent) {
        return intent.filter(VpcIntent.class::isInstance)
                .map(VpcIntent.class::cast)
                .map(VpcIntent::policy)
                .orElse(Policy.NONE);
    }

    /** The port that an address is of; of a virtual IP one that is bound to it: which of them holds it is not known here. */
    Optional<PortIntent> portOf(IpAddress address) {
        return ports.values().stream()
                .filter(port -> port.own().contains(address))
                .findFirst()
                .or(() -> ports.values().stream()
                        .filter(port -> port.claimable().contains(address))
                        .min(Comparator.comparing(port -> port.port().toString())));
    }

    /** Whether it is meant to have an uplink. */
    boolean isConnected() {
        return intents.get(vpc) instanceof VpcIntent intent && intent.uplink();
    }

    Routing routing() {
        return routing;
    }

    Elements elements() {
        return elements;
    }

    Map<ObjectId, Intent> intents() {
        return intents;
    }

    Optional<PortIntent> port(String link) {
        return Optional.ofNullable(ports.get(link));
    }

    /** The peering, one end of which is a link of this VPC. */
    Optional<PeeringIntent> peering(String link) {
        return Optional.ofNullable(peerings.get(link));
    }

    Optional<SubnetIntent> subnet(String bridge) {
        return Optional.ofNullable(subnets.get(bridge));
    }

    /** Every EIP that is wanted. */
    Collection<EipIntent> eips() {
        return List.copyOf(eips.values());
    }

    /** The EIP that has an address in the provider network. */
    Optional<EipIntent> eip(IpAddress address) {
        return Optional.ofNullable(eips.get(address));
    }

    /** The address of an EIP, also of one that is not wanted any more. */
    Optional<IpAddress> addressOf(EipId eip) {
        return Optional.ofNullable(eipAddresses.get(eip));
    }

    /** Only these objects are there: the addresses of others need not be known. */
    void forgetAllBut(Set<ObjectId> objects) {
        eipAddresses.keySet().retainAll(objects);
    }

    /** A link was put up or down at once, ahead of any plan: until the next plan says otherwise that is no disturbance. */
    void cut(String link, boolean up) {
        cuts.put(link, up);
    }

    /** A plan put the link into a state. */
    void settled(String link) {
        cuts.remove(link);
    }

    /** Whether the link was put into the opposite of this state ahead of any plan. */
    boolean isCutAgainst(String link, boolean up) {
        return cuts.getOrDefault(link, up) != up;
    }

    /** A plan for the object was made that has steps; carried out, they are expected to be gone. */
    void planned(ObjectId object, boolean hasSteps) {
        if (hasSteps) {
            planned.put(object, System.nanoTime());
        } else {
            planned.remove(object);
        }
    }

    /** Whether a plan for the object is likely about to be carried out; a plan that was only looked at is forgotten. */
    boolean isPlanned(ObjectId object) {
        Long at = planned.get(object);
        return at != null && System.nanoTime() - at < PLAN_STANDS.toNanos();
    }
}
