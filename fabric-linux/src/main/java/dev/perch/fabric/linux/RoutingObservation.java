package dev.perch.fabric.linux;

import dev.perch.fabric.Intent.PeeringIntent;
import dev.perch.fabric.linux.RoutingFact.Lookup;
import dev.perch.fabric.linux.RoutingFact.Place;
import dev.perch.fabric.linux.netlink.KernelRoute;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.fabric.linux.netlink.PolicyRule;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks at what makes one VPC's namespace a router, and tells it in {@link RoutingFact}s.
 *
 * @param wanted the intent of the peering with this link name
 * @param torn   peerings whose two ends do not lead to each other
 */
record RoutingObservation(
        Names names,
        VpcId vpc,
        VpcNamespace namespace,
        Routing routing,
        Function<String, Optional<PeeringIntent>> wanted,
        Set<ObjectId> torn) {

    /** One end of a peering. */
    List<KernelFact> peering(Link link) {
        Optional<PeeringIntent> intent = wanted.apply(link.name());
        Optional<ObjectId> mark = names.mark(link.alias()).map(Names.Mark::object);
        ObjectId object = mark.or(() -> intent.map(PeeringIntent::peering)).orElse(vpc);
        List<KernelFact> facts = new ArrayList<>();
        if (intent.isEmpty()) {
            facts.add(new LinkFact.Cable(object, link.name(), "somewhere", link.name()));
        } else if (torn.contains(object)) {
            facts.add(new LinkFact.Cable(object, link.name(), "elsewhere", link.name()));
        } else if (intent.get().vpc().equals(vpc)) {
            String there = RoutingFacts.path(names, intent.get().peer());
            facts.add(new LinkFact.Cable(object, link.name(), there, link.name()));
        }
        facts.add(new RoutingFact.Interface(object, link.name(), link.mac(), link.mtu(), mark.isPresent()));
        facts.add(new LinkFact.State(object, link.name(), link.up()));
        for (IpAddress address : RoutingFacts.OTHER_ENDS) {
            namespace
                    .route()
                    .neighbors()
                    .permanent(link.index(), address)
                    .ifPresent(mac -> facts.add(new RoutingFact.Neighbor(object, link.name(), address, mac)));
        }
        return facts;
    }

    /** All lookups and routes; the kernel is asked for all of them. */
    List<KernelFact> all(List<Link> links) {
        Map<Integer, String> byIndex = links.stream().collect(Collectors.toMap(Link::index, Link::name));
        List<KernelFact> facts = new ArrayList<>(lookups(this::owner, slot -> true));
        for (KernelRoute route : routing.list(this::ours)) {
            ObjectId object = owner(RoutingFact.Route.slot(route.table(), route.destination()));
            facts.add(fact(object, route, Optional.ofNullable(byIndex.get(index(route)))));
        }
        return facts;
    }

    /** What nobody wants is the VPC's. */
    private ObjectId owner(String slot) {
        return routing.wanting(slot).orElse(vpc);
    }

    /** The lookups and routes that an object wants, or has wanted; those of others are not looked at. */
    List<KernelFact> of(ObjectId object) {
        List<KernelFact> facts = new ArrayList<>();
        List<String> slots = routing.slotsOf(object);
        if (slots.stream().anyMatch(Lookup::isSlot)) {
            facts.addAll(lookups(slot -> object, slots::contains));
        }
        for (String slot : slots) {
            if (!Lookup.isSlot(slot)) {
                routing.route(slot, this::ours)
                        .flatMap(route -> current(object, route))
                        .ifPresent(facts::add);
            }
        }
        Set<String> found = facts.stream().map(KernelFact::slot).collect(Collectors.toSet());
        slots.stream().filter(slot -> !found.contains(slot)).forEach(slot -> routing.forget(object, slot));
        return facts;
    }

    private List<KernelRoute> ours() {
        return Stream.of(Family.values())
                .flatMap(family -> namespace.route().routes().ours(family).stream())
                .filter(route -> !(route.hop() instanceof KernelRoute.Local)) // EdgeObservation has those
                .toList();
    }

    /** The kernel forgets routes with their link, those of IPv4 without a word. */
    private Optional<KernelFact> current(ObjectId object, KernelRoute route) {
        int index = index(route);
        Optional<Link> link =
                index == 0 ? Optional.empty() : namespace.route().link(index).filter(Link::up);
        return index != 0 && link.isEmpty() ? Optional.empty() : Optional.of(fact(object, route, link.map(Link::name)));
    }

    private static int index(KernelRoute route) {
        return switch (route.hop()) {
            case KernelRoute.Via via -> via.index();
            case KernelRoute.Direct direct -> direct.index();
            case KernelRoute.Local _, KernelRoute.Blackhole _, KernelRoute.Elsewhere _ -> 0;
        };
    }

    private static KernelFact fact(ObjectId object, KernelRoute route, Optional<String> link) {
        RoutingFact.Hop hop = switch (route.hop()) {
            case KernelRoute.Via via ->
                link.<RoutingFact.Hop>map(name -> new RoutingFact.Via(name, via.gateway()))
                        .orElse(new RoutingFact.Astray());
            case KernelRoute.Blackhole _ -> new RoutingFact.Nowhere();
            case KernelRoute.Direct _ ->
                link.<RoutingFact.Hop>map(RoutingFact.OnLink::new).orElse(new RoutingFact.Astray());
            case KernelRoute.Local _, KernelRoute.Elsewhere _ -> new RoutingFact.Astray();
        };
        return new RoutingFact.Route(object, route.table(), route.destination(), hop);
    }

    private record Asked(Place place, String from) {}

    private List<Lookup> lookups(Function<String, ObjectId> owner, Predicate<String> which) {
        List<PolicyRule> rules = Stream.of(Family.values())
                .flatMap(family -> namespace.route().rules().ours(family).stream())
                .toList();
        Map<Asked, List<PolicyRule>> bySlot = rules.stream()
                .filter(rule -> LookupRules.place(rule).isPresent())
                .collect(Collectors.groupingBy(
                        rule -> new Asked(LookupRules.place(rule).orElseThrow(), rule.from()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        List<Lookup> lookups = new ArrayList<>();
        bySlot.forEach((asked, found) -> {
            if (which.test(Lookup.slot(asked.place(), asked.from()))) {
                lookups.add(lookup(asked, found, owner));
            }
        });
        return lookups;
    }

    private boolean isGrouped(String link) {
        return namespace
                .route()
                .link(link)
                .filter(found -> found.group() != Lookup.GROUP)
                .isEmpty();
    }

    private Lookup lookup(Asked asked, List<PolicyRule> found, Function<String, ObjectId> owner) {
        int table = found.stream()
                .flatMap(rule -> rule.action() instanceof PolicyRule.Lookup to ? Stream.of(to.table()) : Stream.empty())
                .findFirst()
                .orElse(0);
        Lookup whole = new Lookup(vpc, asked.place(), asked.from(), table, true);
        boolean complete = Set.copyOf(found).equals(Set.copyOf(LookupRules.of(whole)))
                && (asked.place() != Place.SUBNET || isGrouped(asked.from()));
        return new Lookup(owner.apply(whole.slot()), asked.place(), asked.from(), table, complete);
    }
}
