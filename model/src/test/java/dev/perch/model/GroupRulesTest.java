package dev.perch.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.GroupRules.Place;
import dev.perch.model.ObjectId.RuleId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.SecurityRule.Action;
import dev.perch.model.SecurityRule.Anybody;
import dev.perch.model.SecurityRule.Block;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.model.SecurityRule.Members;
import dev.perch.model.SecurityRule.PortRange;
import dev.perch.model.SecurityRule.Remote;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of security groups, each with the words of its refusal. */
final class GroupRulesTest {
    private static final Meta META =
            new Meta(new ProjectId("0".repeat(32)), "web", "", Map.of(), Instant.EPOCH, Instant.EPOCH, Revision.NONE);
    private static final SecurityGroupId WEB = new SecurityGroupId(new UUID(0, 1));
    private static final SecurityGroupId OTHER = new SecurityGroupId(new UUID(0, 2));

    @ParameterizedTest
    @CsvSource({
        "tcp,6",
        "TCP,6",
        "udp,17",
        "icmp,1",
        "icmpv6,58",
        "ipv6-icmp,58",
        "vrrp,112",
        "112,112",
        "0,0",
        "255,255"
    })
    void protocolsAreWordsOrNumbers(String text, int number) {
        assertThat(RulePorts.protocol("protocol", text)).isEqualTo(Outcome.done(Optional.of(number)));
    }

    @Test
    void noProtocolIsAny() {
        assertThat(RulePorts.protocol("protocol", "")).isEqualTo(Outcome.done(Optional.empty()));
        assertThat(RulePorts.protocol("protocol", "any")).isEqualTo(Outcome.done(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"256", "-1", "tcpp", "99999", "6.0", " 6"})
    void otherProtocolsAreRefused(String text) {
        Refusal refusal = refusal(RulePorts.protocol("protocol", text));
        assertThat(refusal.code()).isEqualTo("rule-protocol-invalid");
        assertThat(refusal.message())
                .isEqualTo("protocol: a protocol is tcp, udp, icmp, icmpv6, vrrp or a number 0 to 255, not '" + text
                        + "'");
    }

    @Test
    void portsAreRangesAndForIcmpTypesWithCodes() {
        Optional<Integer> tcp = Optional.of(6);
        Optional<Integer> icmp = Optional.of(1);
        assertThat(RulePorts.parse("ports", tcp, "22, 80-90").orThrow())
                .containsExactly(new PortRange(22, 22), new PortRange(80, 90));
        assertThat(RulePorts.parse("ports", tcp, "").orThrow()).isEmpty();
        assertThat(RulePorts.parse("ports", icmp, "8,3/4").orThrow())
                .containsExactly(new PortRange(8 << 8, 8 << 8 | 255), new PortRange(3 << 8 | 4, 3 << 8 | 4));
        for (String text : List.of("22,80-90", "1-65535")) {
            assertThat(RulePorts.text(tcp, RulePorts.parse("ports", tcp, text).orThrow()))
                    .isEqualTo(text);
        }
        assertThat(RulePorts.text(icmp, RulePorts.parse("ports", icmp, "8,3/4").orThrow()))
                .isEqualTo("8,3/4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "90-80", "80-", "-80", "80,", "a", "1-2-3", "8/0", "１"})
    void otherPortsAreRefused(String text) {
        Refusal refusal = refusal(RulePorts.parse("ports", Optional.of(6), text));
        assertThat(refusal.code()).isEqualTo("rule-ports-invalid");
        assertThat(refusal.message()).isEqualTo("ports: ports are 1 to 65535, like 22,80-90, not '" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"256", "8/256", "8-0", "/0", "echo"})
    void otherIcmpTypesAndCodesAreRefused(String text) {
        assertThat(refusal(RulePorts.parse("ports", Optional.of(58), text)).message())
                .isEqualTo("ports: ICMP types and codes are 0 to 255, like 8 or 3/4, not '" + text + "'");
    }

    @Test
    void atMostTwentyRangesFitIntoARule() {
        String twentyOne = String.join(
                ",", IntStream.rangeClosed(1, 21).mapToObj(i -> "" + i).toList());
        assertThat(refusal(RulePorts.parse("ports", Optional.of(6), twentyOne)).rule())
                .isEqualTo("at most 20 ports or ranges fit into one rule");
    }

    @Test
    void aRangeHasABeginning() {
        Optional<Integer> tcp = Optional.of(6);
        assertThat(RulePorts.between("min", tcp, Optional.of(22), Optional.of(22))
                        .orThrow())
                .containsExactly(new PortRange(22, 22));
        assertThat(RulePorts.between("min", tcp, Optional.of(22), Optional.empty())
                        .orThrow())
                .containsExactly(new PortRange(22, 22));
        assertThat(RulePorts.between("min", Optional.of(1), Optional.of(8), Optional.of(0))
                        .orThrow())
                .containsExactly(new PortRange(8 << 8, 8 << 8));
        assertThat(refusal(RulePorts.between("min", tcp, Optional.empty(), Optional.of(22)))
                        .message())
                .isEqualTo("min: there is an end and no beginning");
        assertThat(refusal(RulePorts.between("min", tcp, Optional.of(90), Optional.of(80)))
                        .code())
                .isEqualTo("rule-ports-invalid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IPV4 | 58 | | any | 1 | protocol: icmpv6 is a protocol of IPv6, and the rule is for IPv4",
                "IPV6 | 1 | | any | 1 | protocol: icmp is a protocol of IPv4, and the rule is for IPv6",
                "IPV4 | 112 | 80 | any | 1 | ports: the protocol 112 has no ports",
                "IPV4 | | 80 | any | 1 | ports: ports need a protocol that has some: tcp, udp, icmp or icmpv6",
                "IPV4 | 6 | 80 | fd00::/64 | 1 | remote: fd00::/64 is not of the rule's family, IPv4",
                "IPV6 | 6 | 80 | 10.0.0.0/8 | 1 | remote: 10.0.0.0/8 is not of the rule's family, IPv6",
                "IPV4 | 6 | 80 | any | 0 | priority: a priority is 1 (first) to 100, not 0",
                "IPV4 | 6 | 80 | any | 101 | priority: a priority is 1 (first) to 100, not 101",
            })
    void partsThatDoNotGoTogetherAreRefused(
            Family family, Integer protocol, Integer port, String remote, int priority, String message) {
        Remote end = remote.equals("any") ? new Anybody() : new Block(IpPrefix.of(remote));
        SecurityRule rule = rule(family, Optional.ofNullable(protocol), Optional.ofNullable(port), end, priority);
        assertThat(GroupRules.rule(rule).map(Refusal::message)).contains(message);
    }

    @Test
    void partsThatGoTogetherAreFine() {
        assertThat(GroupRules.rule(rule(Family.IPV6, Optional.of(58), Optional.of(128 << 8), new Anybody(), 100)))
                .isEmpty();
        assertThat(GroupRules.rule(rule(Family.IPV4, Optional.of(112), Optional.empty(), new Members(WEB), 1)))
                .isEmpty();
        assertThat(GroupRules.rule(rule(Family.IPV4, Optional.empty(), Optional.empty(), new Anybody(), 1)))
                .isEmpty();
    }

    @Test
    void aRuleHasOneOtherEndAtMost() {
        assertThat(GroupRules.remote("r", Optional.empty(), Optional.empty())).isEqualTo(Outcome.done(new Anybody()));
        assertThat(GroupRules.remote("r", Optional.empty(), Optional.of(WEB)))
                .isEqualTo(Outcome.done(new Members(WEB)));
        assertThat(refusal(GroupRules.remote("r", Optional.of(IpPrefix.of("10.0.0.0/8")), Optional.of(WEB)))
                        .message())
                .isEqualTo("r: a rule has a block or a group at its other end, not both");
    }

    @Test
    void theDefaultGroupStaysAsItIs() {
        SecurityGroup preset = new SecurityGroup(WEB, META, Optional.empty(), true);
        assertThat(GroupRules.deletable(preset, 0, List.of()).map(Refusal::message))
                .contains("the default group cannot be deleted");
        assertThat(GroupRules.renamable("name", preset).map(Refusal::code)).contains("default-group-stays");
        assertThat(GroupRules.name("name", "default").map(Refusal::code)).contains("default-group-stays");
        assertThat(GroupRules.name("name", "a b").map(Refusal::code)).contains("name-invalid");
        assertThat(GroupRules.name("name", "web")).isEmpty();
    }

    @Test
    void aGroupThatIsUsedStays() {
        SecurityGroup web = new SecurityGroup(WEB, META, Optional.empty(), false);
        assertThat(GroupRules.deletable(web, 2, List.of()).map(Refusal::message))
                .contains("the security group " + WEB + " is in use by 2 ports");
        assertThat(GroupRules.deletable(web, 0, List.of(WEB, OTHER)).map(Refusal::message))
                .contains("the security group " + WEB + " is named by a rule of the group " + OTHER);
        assertThat(GroupRules.deletable(web, 0, List.of(WEB))).isEmpty();
    }

    @Test
    void aPortIsInOneGroupAtLeastAndARuleIsThereOnce() {
        assertThat(GroupRules.members("security_groups", List.of()).map(Refusal::message))
                .contains("security_groups: a port is in one security group at least");
        assertThat(GroupRules.members("security_groups", List.of(WEB))).isEmpty();
        RuleId rule = new RuleId(new UUID(0, 9));
        assertThat(GroupRules.once(Optional.of(rule)).map(Refusal::message))
                .contains("the group has this rule already: " + rule);
    }

    @Test
    void aNewGroupLetsEverythingOutAndItselfIn() {
        List<SecurityRule> rules = GroupRules.first(WEB, () -> new RuleId(UUID.randomUUID()), Instant.EPOCH);
        assertThat(rules).hasSize(4).allMatch(rule -> GroupRules.rule(rule).isEmpty());
        assertThat(rules)
                .filteredOn(rule -> rule.direction() == Direction.INGRESS)
                .allMatch(rule -> rule.remote().equals(new Members(WEB)));
        assertThat(rules)
                .filteredOn(rule -> rule.direction() == Direction.EGRESS)
                .allMatch(rule -> rule.remote().equals(new Anybody()));
    }

    @Test
    void runsOfEqualActionAreCountedInTheirOrder() {
        assertThat(GroupRules.strata(List.of())).isZero();
        List<Place> places = new ArrayList<>();
        places.add(place(Direction.INGRESS, 5, Action.ALLOW));
        places.add(place(Direction.INGRESS, 5, Action.DENY)); // before the other: a denial goes first
        assertThat(GroupRules.strata(places)).isEqualTo(2);
        places.add(place(Direction.INGRESS, 4, Action.DENY)); // joins the denial
        places.add(place(Direction.EGRESS, 1, Action.DENY)); // another direction
        assertThat(GroupRules.strata(places)).isEqualTo(2);
    }

    @Test
    void moreThanEightRunsAreRefused() {
        List<Place> places = new ArrayList<>();
        for (int priority = 1; priority <= 8; priority++) {
            places.add(place(Direction.INGRESS, priority, priority % 2 == 0 ? Action.ALLOW : Action.DENY));
        }
        assertThat(GroupRules.layered("priority", places)).isEmpty();
        places.add(place(Direction.INGRESS, 9, Action.DENY));
        Refusal refusal = GroupRules.layered("priority", places).orElseThrow();
        assertThat(refusal.code()).isEqualTo("rules-alternate-too-often");
        assertThat(refusal.sort()).isEqualTo(Refusal.Sort.CONFLICT);
        assertThat(refusal.message())
                .isEqualTo("priority: in the order of priority the rules of a port would change between allow and deny"
                        + " 8 times, at most 7 are possible");
    }

    private static Place place(Direction direction, int priority, Action action) {
        return new Place(direction, Family.IPV4, priority, action);
    }

    private static SecurityRule rule(
            Family family, Optional<Integer> protocol, Optional<Integer> port, Remote remote, int priority) {
        return new SecurityRule(
                new RuleId(new UUID(0, 5)),
                WEB,
                Direction.INGRESS,
                family,
                protocol,
                port.map(p -> new PortRange(p, p)).stream().toList(),
                remote,
                Action.ALLOW,
                priority,
                true,
                "",
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static Refusal refusal(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Done<?> done -> throw new AssertionError("not refused: " + done.value());
            case Outcome.Refused<?> refused -> refused.refusal();
        };
    }
}
