package dev.perch.fabric.linux;

import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.linux.Names.Mark;
import dev.perch.fabric.linux.netlink.Addresses.InterfaceAddress;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.fabric.linux.netlink.Neighbors.Forwarding;
import dev.perch.fabric.linux.nft.Element;
import dev.perch.fabric.linux.nft.Table;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks at one VPC in the kernel, afresh, and tells what is ours in {@link KernelFact}s.
 *
 * @param edge   looks at what connects it with the outside
 * @param wanted the intent of the port with this link name, to tell whether its other end is where it should be
 */
record Observation(
        Names names,
        VpcId vpc,
        VpcNamespace namespace,
        EdgeObservation edge,
        Function<String, Optional<PortIntent>> wanted) {

    /** Everything of ours in the namespace, except elements and rules. */
    List<KernelFact> links(RoutingObservation routing) {
        List<Link> links = namespace.route().links();
        Map<Integer, String> byIndex = links.stream().collect(Collectors.toMap(Link::index, Link::name));
        Map<Integer, List<Forwarding>> forwardings =
                namespace.route().neighbors().forwardings(0).stream().collect(Collectors.groupingBy(Forwarding::index));
        Map<Integer, List<InterfaceAddress>> addresses =
                namespace.route().addresses().list(0).stream().collect(Collectors.groupingBy(InterfaceAddress::index));
        Map<String, OptionalInt> numbers = new HashMap<>();
        List<KernelFact> facts = new ArrayList<>();
        for (Link link : links) {
            if (Names.isPeering(link.name())) {
                facts.addAll(routing.peering(link));
            } else if (Names.isOurs(link.name())) {
                List<InterfaceAddress> own = addresses.getOrDefault(link.index(), List.of());
                facts.addAll(
                        switch (link.kind().equals("bridge") ? 'b' : link.name().charAt(0)) {
                            case 'p' -> port(link, byIndex, forwardings.getOrDefault(link.index(), List.of()), numbers);
                            case 'u' -> edge.uplink(link, own);
                            case 'h' -> edge.hostEnd(link, links);
                            default -> bridge(link, own);
                        });
            }
        }
        facts.addAll(routing.all(links));
        return facts;
    }

    /** The provider network's bridge and its connection to the host, however many uplinks there are. */
    List<KernelFact> provider() {
        List<KernelFact> facts = new ArrayList<>();
        Optional<Link> bridge = namespace.route().link(Names.PROVIDER_BRIDGE);
        bridge.ifPresent(
                link -> facts.addAll(bridge(link, namespace.route().addresses().list(link.index()))));
        namespace
                .route()
                .link(Names.TO_HOST)
                .ifPresent(
                        link -> facts.addAll(edge.hostEnd(link, bridge.stream().toList())));
        return facts;
    }

    /** The namespace itself and the settings among these facts, as they are. */
    List<KernelFact> settings(Collection<KernelFact> desired) {
        List<KernelFact> facts = new ArrayList<>();
        for (KernelFact fact : desired) {
            if (fact instanceof KernelFact.Setting setting) {
                namespace
                        .setting(setting.path(), setting.value())
                        .ifPresent(value -> facts.add(
                                new KernelFact.Setting(setting.object(), setting.link(), setting.path(), value)));
            }
        }
        return facts;
    }

    /** The rules of the tables that are there. */
    List<KernelFact> rules() {
        List<KernelFact> facts = new ArrayList<>();
        for (Table table : Table.values()) {
            namespace.rules(table).ifPresent(version -> facts.add(new KernelFact.Rules(vpc, table, version)));
        }
        return facts;
    }

    /** Every element; {@code known} learns them. */
    List<KernelFact> elements(Elements known) {
        return known.learn(namespace.nftables()::elements).stream()
                .map(this::member)
                .toList();
    }

    /** The elements for one link or EIP, and those that it shares: one by one, however many others there are. */
    List<KernelFact> elements(Elements known, String group, Collection<KernelFact> desired) {
        learn(known);
        Set<Element> candidates = new LinkedHashSet<>(known.of(group));
        candidates.addAll(known.orphans());
        for (KernelFact fact : desired) {
            if (fact instanceof KernelFact.Member member) {
                candidates.add(member.element());
            }
        }
        List<KernelFact> observed = new ArrayList<>();
        for (Element candidate : candidates) {
            Optional<Element> found = namespace.nftables().find(candidate);
            known.remove(candidate);
            found.ifPresent(known::add);
            found.map(this::member).filter(fact -> !observed.contains(fact)).ifPresent(observed::add);
        }
        return observed;
    }

    /** Has all elements read unless they are known. */
    void learn(Elements known) {
        if (!known.isKnown()) {
            known.learn(namespace.nftables()::elements);
        }
    }

    private KernelFact member(Element element) {
        ObjectId object = element.link()
                .flatMap(wanted)
                .map(intent -> (ObjectId) intent.port())
                .or(() -> element.eip().flatMap(edge::object))
                .orElse(vpc);
        return new KernelFact.Member(object, element);
    }

    KernelFact name() {
        return new KernelFact.Namespace(vpc, namespace.name());
    }

    /** One subnet's bridge. */
    List<KernelFact> subnet(SubnetId subnet) {
        return namespace
                .route()
                .link(Names.bridge(subnet))
                .map(link -> bridge(link, namespace.route().addresses().list(link.index())))
                .orElse(List.of());
    }

    /** One port's link. */
    List<KernelFact> port(String name) {
        Optional<Link> link = namespace.route().link(name);
        if (link.isEmpty()) {
            return List.of();
        }
        int master = link.get().master();
        Map<Integer, String> byIndex = new HashMap<>();
        Optional<PortIntent> intent = wanted.apply(name);
        intent.ifPresent(i -> namespace
                .route()
                .link(Names.bridge(i.subnet()))
                .ifPresent(bridge -> byIndex.put(bridge.index(), bridge.name())));
        List<Forwarding> forwardings = intent
                .filter(i -> master != 0)
                .flatMap(i -> namespace.route().neighbors().forwarding(master, i.mac()))
                .filter(f -> f.index() == link.get().index())
                .stream()
                .toList();
        return port(link.get(), byIndex, forwardings, new HashMap<>());
    }

    private List<KernelFact> bridge(Link link, List<InterfaceAddress> addresses) {
        ObjectId object = object(link);
        List<KernelFact> facts = new ArrayList<>();
        boolean ours = names.mark(link.alias()).isPresent();
        facts.add(new KernelFact.Bridge(object, link.name(), link.mac(), link.mtu(), link.sound() && ours, link.up()));
        addresses.forEach(a -> facts.add(new KernelFact.Gateway(object, link.name(), a.address(), a.prefixLength())));
        return facts;
    }

    private List<KernelFact> port(
            Link link, Map<Integer, String> byIndex, List<Forwarding> forwardings, Map<String, OptionalInt> numbers) {
        ObjectId object = object(link);
        String bridge = byIndex.getOrDefault(link.master(), link.master() == 0 ? "nothing" : "another bridge");
        List<KernelFact> facts = new ArrayList<>();
        facts.add(cable(link, object, numbers));
        facts.add(new LinkFact.Enslaved(object, link.name(), bridge, !link.unicastFlood()));
        facts.add(new LinkFact.State(object, link.name(), link.up()));
        forwardings.stream()
                .filter(Forwarding::permanent)
                .filter(f -> !f.mac().equals(link.mac()))
                .map(f -> new LinkFact.Forwarding(object, link.name(), f.mac()))
                .distinct()
                .forEach(facts::add);
        return facts;
    }

    private KernelFact cable(Link link, ObjectId object, Map<String, OptionalInt> numbers) {
        Optional<Mark> mark = names.mark(link.alias());
        if (mark.isEmpty()) {
            return new LinkFact.Cable(object, link.name(), "an unmarked end", "?");
        }
        String expected =
                wanted.apply(link.name()).map(i -> i.plug().namespace()).orElse("somewhere");
        boolean there = expected.equals("somewhere")
                || link.peerNetns().isPresent()
                        && link.peerNetns().equals(numbers.computeIfAbsent(expected, n -> Guest.number(namespace, n)));
        return new LinkFact.Cable(
                object, link.name(), there ? expected : "elsewhere", mark.get().interfaceName());
    }

    private ObjectId object(Link link) {
        return names.mark(link.alias())
                .map(Mark::object)
                .or(() -> wanted.apply(link.name()).map(i -> (ObjectId) i.port()))
                .orElse(vpc);
    }
}
