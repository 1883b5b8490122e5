package dev.perch.fabric.policy;

import dev.perch.fabric.policy.Box.AddressBox;
import dev.perch.fabric.policy.Box.MemberBox;
import dev.perch.fabric.policy.Region.Rectangle;
import dev.perch.model.GroupRules;
import dev.perch.model.GroupSet;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Action;
import dev.perch.model.SecurityRule.Anybody;
import dev.perch.model.SecurityRule.Block;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.model.SecurityRule.Members;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Turns security rules into a {@link Policy}: as many boxes as rules, or a few more, and never many more.
 *
 * @param sets    the group sets to judge by, and whose ports may be at the other end
 * @param rules   of all their groups
 * @param virtual for each address of a virtual IP, the groups of all ports that it is bound to: as a destination it counts
 *                for each of them
 */
public record Policies(
        Collection<GroupSet> sets, Collection<SecurityRule> rules, Map<IpAddress, Set<SecurityGroupId>> virtual) {

    /** By priority; of equal priority a denial goes first. */
    private static final Comparator<SecurityRule> ORDER =
            Comparator.comparingInt(SecurityRule::priority).thenComparing(rule -> rule.action() == Action.DENY ? 0 : 1);

    public Policy compile() {
        Set<Box> boxes = new HashSet<>();
        Map<Scope, Integer> highest = new HashMap<>();
        for (GroupSet set : sets) {
            for (Direction direction : Direction.values()) {
                for (Family family : Family.values()) {
                    Scope scope = new Scope(set.number(), direction, family);
                    List<List<SecurityRule>> runs = runs(rules.stream()
                            .filter(rule -> rule.enabled() && set.contains(rule.group()))
                            .filter(rule -> rule.direction() == direction && rule.family() == family)
                            .sorted(ORDER)
                            .toList());
                    for (int i = 0; i < runs.size(); i++) {
                        boxes(boxes, scope, runs.size() - 1 - i, runs.get(i));
                    }
                    if (runs.size() > 1) {
                        highest.put(scope, runs.size() - 1);
                    }
                }
            }
        }
        return new Policy(boxes, highest);
    }

    /**
     * The rules that follow one another with the same action, the last run of which allows: a denial behind it says nothing
     * new. What would be too many strata is left out, last first, which refuses.
     */
    private static List<List<SecurityRule>> runs(List<SecurityRule> ordered) {
        List<List<SecurityRule>> runs = new ArrayList<>();
        for (SecurityRule rule : ordered) {
            if (runs.isEmpty() || runs.getLast().getFirst().action() != rule.action()) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(rule);
        }
        while (runs.size() > GroupRules.MOST_STRATA
                || !runs.isEmpty() && runs.getLast().getFirst().action() == Action.DENY) {
            runs.removeLast();
        }
        return runs;
    }

    private void boxes(Set<Box> boxes, Scope scope, int stratum, List<SecurityRule> run) {
        Map<IpPrefix, List<Rectangle>> addresses = new HashMap<>();
        Map<Integer, List<Rectangle>> members = new TreeMap<>();
        IpPrefix anywhere = switch (scope.family()) {
            case IPV4 -> IpPrefix.of("0.0.0.0/0");
            case IPV6 -> IpPrefix.of("::/0");
        };
        for (SecurityRule rule : run) {
            switch (rule.remote()) {
                case Anybody anybody -> add(addresses, anywhere, rule);
                case Block block -> add(addresses, block.prefix().network(), rule);
                case Members(SecurityGroupId group) -> {
                    sets.stream().filter(set -> set.contains(group)).forEach(set -> add(members, set.number(), rule));
                    if (scope.direction() == Direction.EGRESS) {
                        virtual.forEach((address, groups) -> {
                            if (address.family() == scope.family() && groups.contains(group)) {
                                add(addresses, IpPrefix.host(address), rule);
                            }
                        });
                    }
                }
            }
        }
        Map<IpPrefix, Region> covered = new HashMap<>();
        NavigableSet<Integer> lengths = new TreeSet<>();
        // The shorter prefixes come first; what they cover for a longer one is left out of it.
        List<IpPrefix> prefixes = new ArrayList<>(addresses.keySet());
        prefixes.sort(Comparator.comparingInt(IpPrefix::length));
        for (IpPrefix prefix : prefixes) {
            Region above = above(covered, lengths, prefix);
            Region region = Region.of(addresses.get(prefix));
            covered.put(prefix, above.plus(region));
            lengths.add(prefix.length());
            region.minus(above)
                    .rectangles()
                    .forEach(r -> boxes.add(new AddressBox(scope, stratum, prefix, r.protocols(), r.ports())));
        }
        Region everywhere = covered.getOrDefault(anywhere, Region.EMPTY);
        members.forEach((number, rectangles) -> Region.of(rectangles)
                .minus(everywhere)
                .rectangles()
                .forEach(r -> boxes.add(new MemberBox(scope, stratum, number, r.protocols(), r.ports()))));
    }

    private static <K> void add(Map<K, List<Rectangle>> all, K remote, SecurityRule rule) {
        Span protocols = rule.protocol().map(p -> new Span(p, p)).orElse(Span.PROTOCOLS);
        List<Rectangle> rectangles = all.computeIfAbsent(remote, r -> new ArrayList<>());
        if (rule.ports().isEmpty()) {
            rectangles.add(new Rectangle(protocols, Span.PORTS));
        }
        rule.ports().forEach(ports -> rectangles.add(new Rectangle(protocols, new Span(ports.first(), ports.last()))));
    }

    /**
     * What the nearest prefix around this one, and those around that, cover.
     *
     * @param lengths of the prefixes covered
     */
    private static Region above(Map<IpPrefix, Region> covered, NavigableSet<Integer> lengths, IpPrefix prefix) {
        for (int length : lengths.headSet(prefix.length(), false).descendingSet()) {
            Region region = covered.get(new IpPrefix(prefix.address(), length).network());
            if (region != null) {
                return region;
            }
        }
        return Region.EMPTY;
    }
}
