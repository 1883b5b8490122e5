package dev.perch.fabric.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.policy.Box.AddressBox;
import dev.perch.fabric.policy.Box.MemberBox;
import dev.perch.model.GroupSet;
import dev.perch.model.ObjectId.RuleId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Action;
import dev.perch.model.SecurityRule.Anybody;
import dev.perch.model.SecurityRule.Block;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.model.SecurityRule.Members;
import dev.perch.model.SecurityRule.PortRange;
import dev.perch.model.SecurityRule.Remote;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.Ipv4Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private static final SecurityGroupId WEB = new SecurityGroupId(new UUID(1, 1));
    private static final SecurityGroupId DATABASE = new SecurityGroupId(new UUID(1, 2));
    private static final GroupSet ONLY_WEB = new GroupSet(1, List.of(WEB));
    private static final GroupSet BOTH = new GroupSet(2, List.of(WEB, DATABASE));
    private static final Scope INTO_WEB = new Scope(1, Direction.INGRESS, Family.IPV4);

    private static SecurityRule rule(
            SecurityGroupId group,
            Direction direction,
            Optional<Integer> protocol,
            List<PortRange> ports,
            Remote remote,
            Action action,
            int priority) {
        return new SecurityRule(
                new RuleId(UUID.randomUUID()),
                group,
                direction,
                Family.IPV4,
                protocol,
                ports,
                remote,
                action,
                priority,
                true,
                "",
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static SecurityRule tcp(int port, Remote remote) {
        return rule(
                WEB, Direction.INGRESS, Optional.of(6), List.of(new PortRange(port, port)), remote, Action.ALLOW, 1);
    }

    private static Remote block(String text) {
        return new Block(IpPrefix.of(text));
    }

    private static Policy compile(SecurityRule... rules) {
        return Policies.once(PolicyFacts.of(List.of(ONLY_WEB), List.of(rules), Map.of()));
    }

    private static AddressBox box(int stratum, String remote, int protocol, Span ports) {
        return new AddressBox(INTO_WEB, stratum, IpPrefix.of(remote), new Span(protocol, protocol), ports);
    }

    @Test
    void whatABlockAroundItAllowsIsLeftOutOfASmallerBlock() {
        assertThat(compile(tcp(22, block("10.0.0.0/8")), tcp(22, block("10.1.0.0/16")), tcp(80, block("10.1.0.0/16")))
                        .boxes())
                .containsExactlyInAnyOrder(
                        box(0, "10.0.0.0/8", 6, new Span(22, 22)), box(0, "10.1.0.0/16", 6, new Span(80, 80)));
    }

    @Test
    void portsThatTouchAreOneBox() {
        assertThat(compile(tcp(80, new Anybody()), tcp(81, new Anybody()), tcp(80, new Anybody()))
                        .boxes())
                .containsExactly(box(0, "0.0.0.0/0", 6, new Span(80, 81)));
    }

    @Test
    void rulesWithoutDenialsAreOneStratumWhateverTheirPriorities() {
        SecurityRule late = rule(WEB, Direction.INGRESS, Optional.of(17), List.of(), new Anybody(), Action.ALLOW, 100);
        assertThat(compile(tcp(22, new Anybody()), late).highest()).isEmpty();
    }

    @Test
    void aDenialIsAskedBeforeAnAllowanceOfItsPriority() {
        SecurityRule denial =
                rule(WEB, Direction.INGRESS, Optional.empty(), List.of(), block("10.0.0.5"), Action.DENY, 1);
        Policy policy = compile(tcp(22, new Anybody()), denial);
        assertThat(policy.highest()).containsExactly(Map.entry(INTO_WEB, 1));
        assertThat(policy.boxes())
                .containsExactlyInAnyOrder(
                        box(0, "0.0.0.0/0", 6, new Span(22, 22)),
                        new AddressBox(INTO_WEB, 1, IpPrefix.of("10.0.0.5"), Span.PROTOCOLS, Span.PORTS));
    }

    @Test
    void aDenialThatComesLastSaysNothingNew() {
        SecurityRule denial = rule(WEB, Direction.INGRESS, Optional.empty(), List.of(), new Anybody(), Action.DENY, 2);
        assertThat(compile(tcp(22, new Anybody()), denial)).isEqualTo(compile(tcp(22, new Anybody())));
    }

    @Test
    void whatWouldBeANinthStratumIsRefused() {
        List<SecurityRule> rules = new ArrayList<>();
        for (int priority = 1; priority <= 10; priority++) {
            Action action = priority % 2 == 0 ? Action.ALLOW : Action.DENY;
            rules.add(rule(
                    WEB,
                    Direction.INGRESS,
                    Optional.of(6),
                    List.of(new PortRange(priority, priority)),
                    new Anybody(),
                    action,
                    priority));
        }
        Policy policy = Policies.once(PolicyFacts.of(List.of(ONLY_WEB), rules, Map.of()));
        assertThat(policy.highest()).containsExactly(Map.entry(INTO_WEB, 7));
        assertThat(policy.boxes()).noneMatch(box -> box.ports().contains(10));
    }

    @Test
    void aRemoteGroupIsEverySetThatItIsIn() {
        assertThat(Policies.once(PolicyFacts.of(List.of(ONLY_WEB, BOTH), List.of(tcp(22, new Members(WEB))), Map.of()))
                        .boxes())
                .contains(
                        new MemberBox(INTO_WEB, 0, 1, new Span(6, 6), new Span(22, 22)),
                        new MemberBox(INTO_WEB, 0, 2, new Span(6, 6), new Span(22, 22)))
                .hasSize(4);
    }

    @Test
    void aVirtualIpCountsForTheGroupsOfAllItsPortsAsADestination() {
        SecurityRule out =
                rule(WEB, Direction.EGRESS, Optional.of(6), List.of(), new Members(DATABASE), Action.ALLOW, 1);
        IpAddress vip = IpAddress.of("10.0.0.100");
        assertThat(Policies.once(PolicyFacts.of(List.of(ONLY_WEB), List.of(out), Map.of(vip, Set.of(DATABASE))))
                        .boxes())
                .containsExactly(new AddressBox(
                        new Scope(1, Direction.EGRESS, Family.IPV4),
                        0,
                        IpPrefix.host(vip),
                        new Span(6, 6),
                        Span.PORTS));
    }

    @Test
    void aThousandRulesAreAThousandBoxes() {
        List<SecurityRule> rules = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rules.add(tcp(1 + i % 7, block("10." + i / 250 + "." + i % 250 + ".0/24")));
        }
        assertThat(Policies.once(PolicyFacts.of(List.of(ONLY_WEB), rules, Map.of()))
                        .boxes())
                .hasSize(1000);
    }

    /** Few numbers, so that rules and packets meet. */
    record Packet(Ipv4Address remote, Optional<GroupSet> groups, int protocol, int port) {}

    @Provide
    Arbitrary<List<SecurityRule>> rules() {
        Arbitrary<Remote> remotes = Arbitraries.oneOf(
                Arbitraries.just(new Anybody()),
                Arbitraries.of(new Members(WEB), new Members(DATABASE)),
                Combinators.combine(addresses(), Arbitraries.integers().between(0, 32))
                        .as((address, length) -> new Block(new IpPrefix(address, length))));
        Arbitrary<List<PortRange>> ports = Combinators.combine(
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.integers().between(0, 3))
                .as((first, more) -> new PortRange(first, first + more))
                .list()
                .ofMaxSize(3);
        return Combinators.combine(
                        Arbitraries.of(WEB, DATABASE),
                        Arbitraries.integers().between(5, 8).optional(),
                        ports,
                        remotes,
                        Arbitraries.frequency(
                                net.jqwik.api.Tuple.of(3, Action.ALLOW), net.jqwik.api.Tuple.of(1, Action.DENY)),
                        Arbitraries.integers().between(1, 4))
                .as((group, protocol, range, remote, action, priority) ->
                        rule(group, Direction.INGRESS, protocol, range, remote, action, priority))
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Packet>> packets() {
        return Combinators.combine(
                        addresses(),
                        Arbitraries.of(ONLY_WEB, BOTH).optional(),
                        Arbitraries.integers().between(4, 9),
                        Arbitraries.integers().between(0, 11))
                .as(Packet::new)
                .list()
                .ofSize(30);
    }

    private static Arbitrary<Ipv4Address> addresses() {
        return Arbitraries.integers()
                .between(0, 15)
                .map(n -> new Ipv4Address(0x0a000000 | (n & 12) << 20 | (n & 2) << 7 | n & 1));
    }

    @Property(tries = 500)
    void theBoxesJudgeEveryPacketAsTheListOfRulesDoes(
            @ForAll("rules") List<SecurityRule> rules, @ForAll("packets") List<Packet> packets) {
        Policy policy = Policies.once(PolicyFacts.of(List.of(ONLY_WEB, BOTH), rules, Map.of()));
        for (GroupSet judge : List.of(ONLY_WEB, BOTH)) {
            for (Packet packet : packets) {
                assertThat(boxes(policy, new Scope(judge.number(), Direction.INGRESS, Family.IPV4), packet))
                        .as("%s for %s by %s", packet, judge, rules)
                        .isEqualTo(list(rules, judge, packet));
            }
        }
    }

    @Property(tries = 500)
    void boxesOfAStratumNeverOverlap(@ForAll("rules") List<SecurityRule> rules) {
        List<Box> boxes = List.copyOf(Policies.once(PolicyFacts.of(List.of(ONLY_WEB, BOTH), rules, Map.of()))
                .boxes());
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(overlap(boxes.get(i), boxes.get(j)))
                        .as("%s and %s", boxes.get(i), boxes.get(j))
                        .isFalse();
            }
        }
    }

    /** What a group's rules are after each of some changes; a rule that stays is the same object. */
    record History(List<List<SecurityRule>> moments, List<Boolean> shared) {}

    @Provide
    Arbitrary<History> histories() {
        Arbitrary<List<List<SecurityRule>>> moments = rules().list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .flatMap(pools -> {
                    List<SecurityRule> all =
                            pools.stream().flatMap(List::stream).toList();
                    return Arbitraries.subsetOf(all)
                            .map(some -> all.stream().filter(some::contains).toList())
                            .list()
                            .ofMinSize(1)
                            .ofMaxSize(6);
                });
        return Combinators.combine(moments, Arbitraries.of(true, false).list().ofSize(6))
                .as(History::new);
    }

    @Property(tries = 500)
    void aPolicyThatCameOfOthersIsThatOfItsFacts(@ForAll("histories") History history) {
        IpAddress vip = IpAddress.of("10.0.0.1");
        Policies policies = new Policies();
        List<Policy> made = new ArrayList<>(List.of(Policy.NONE));
        for (int i = 0; i < history.moments().size(); i++) {
            boolean shared = history.shared().get(i);
            PolicyFacts facts = PolicyFacts.of(
                    shared ? List.of(ONLY_WEB, BOTH) : List.of(ONLY_WEB),
                    history.moments().get(i),
                    shared ? Map.of() : Map.of(vip, Set.of(DATABASE)));
            Policy policy = policies.compile(facts);
            assertThat(policy).isEqualTo(Policies.once(facts));
            for (Policy before : made) {
                PolicyChange change = policy.since(before);
                assertThat(change).isEqualTo(PolicyChange.between(before.boxes(), policy.boxes()));
            }
            made.add(policy);
        }
    }

    @Test
    void oneRuleMoreChangesOneBox() {
        List<SecurityRule> rules = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rules.add(tcp(1 + i % 7, block("10." + i / 250 + "." + i % 250 + ".0/24")));
        }
        Policies policies = new Policies();
        Policy before = policies.compile(PolicyFacts.of(List.of(ONLY_WEB), rules, Map.of()));
        rules.add(500, tcp(80, block("10.200.0.0/24")));
        Policy after = policies.compile(PolicyFacts.of(List.of(ONLY_WEB), rules, Map.of()));
        assertThat(after.since(before))
                .isEqualTo(new PolicyChange(Set.of(box(0, "10.200.0.0/24", 6, new Span(80, 80))), Set.of()));
    }

    private static boolean overlap(Box a, Box b) {
        return a.scope().equals(b.scope())
                && a.stratum() == b.stratum()
                && a.protocols().overlaps(b.protocols())
                && a.ports().overlaps(b.ports())
                && switch (a) {
                    case AddressBox one ->
                        b instanceof AddressBox other && one.remote().overlaps(other.remote());
                    case MemberBox one -> b instanceof MemberBox other && one.remote() == other.remote();
                };
    }

    /** The rules as they read: in order of priority, denials first, the first that matches decides. */
    private static boolean list(List<SecurityRule> rules, GroupSet judge, Packet packet) {
        return rules.stream()
                .filter(rule -> judge.contains(rule.group()))
                .sorted(Comparator.comparingInt(SecurityRule::priority)
                        .thenComparing(rule -> rule.action() == Action.ALLOW))
                .filter(rule -> matches(rule, packet))
                .findFirst()
                .filter(rule -> rule.action() == Action.ALLOW)
                .isPresent();
    }

    private static boolean matches(SecurityRule rule, Packet packet) {
        return rule.protocol().filter(p -> p != packet.protocol()).isEmpty()
                && (rule.ports().isEmpty()
                        || rule.ports().stream().anyMatch(r -> r.first() <= packet.port() && packet.port() <= r.last()))
                && switch (rule.remote()) {
                    case Anybody anybody -> true;
                    case Block block -> block.prefix().contains(packet.remote());
                    case Members(SecurityGroupId group) ->
                        packet.groups().filter(set -> set.contains(group)).isPresent();
                };
    }

    /** The boxes as a data plane asks them. */
    private static boolean boxes(Policy policy, Scope scope, Packet packet) {
        for (int stratum = policy.highest().getOrDefault(scope, 0); stratum >= 0; stratum--) {
            int asked = stratum;
            if (policy.boxes().stream()
                    .filter(box -> box.scope().equals(scope) && box.stratum() == asked)
                    .filter(box -> box.protocols().contains(packet.protocol())
                            && box.ports().contains(packet.port()))
                    .anyMatch(box -> switch (box) {
                        case AddressBox address -> address.remote().contains(packet.remote());
                        case MemberBox member ->
                            packet.groups()
                                    .filter(set -> set.number() == member.remote())
                                    .isPresent();
                    })) {
                return stratum % 2 == 0;
            }
        }
        return false;
    }
}
