package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.control.Topology.Action;
import dev.perch.control.Topology.Group;
import dev.perch.control.Topology.Host;
import dev.perch.control.Topology.Link;
import dev.perch.control.Topology.Net;
import dev.perch.control.Topology.Nic;
import dev.perch.control.Topology.Outside;
import dev.perch.control.Topology.OwnEip;
import dev.perch.control.Topology.Rule;
import dev.perch.control.Topology.Segment;
import dev.perch.control.Topology.Step;
import dev.perch.control.Topology.Table;
import dev.perch.control.Topology.Via;
import dev.perch.control.Topology.Vip;
import dev.perch.control.Topology.Way;
import dev.perch.model.Audit;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.Port;
import dev.perch.model.Refusal;
import dev.perch.model.Revision;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.model.VirtualIp.FlowFate;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.store.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Documents that are applied as a whole. */
@ParameterizedClass
@EnumSource(Engine.class)
final class TopologyTest {
    @Parameter
    private Engine engine;

    private World world;
    private Topologies topologies;

    @BeforeEach
    void start(@TempDir Path folder) {
        world = new World(engine, folder);
        topologies = world.control.topologies();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void applyingTwiceChangesNothing() {
        Topology pair = pair("10.0.0.100", "web-1", "web-2");
        List<Step> first = topologies.apply(world.caller, pair, false).orThrow();
        assertThat(first.stream().map(step -> step.action().word() + " " + step.kind() + " " + step.name()))
                .containsExactly(
                        "create vpc net",
                        "create subnet front",
                        "create server web-1",
                        "create server web-2",
                        "create vip front",
                        "bind vip front to web-1",
                        "bind vip front to web-2");
        Revision revision = world.control.revision();
        List<Step> second = topologies.apply(world.caller, pair, false).orThrow();
        assertThat(second).hasSize(5).allMatch(step -> step.action() == Action.UNCHANGED);
        assertThat(world.control.revision()).isEqualTo(revision);
        VipView vip = world.control.virtualIps().find(world.caller, "front").orThrow();
        assertThat(vip.bindings()).hasSize(2).allMatch(VipView.Bound::passes);
    }

    @Test
    void oneRefusalLeavesNothingOfTheDocument() {
        Revision revision = world.control.revision();
        List<Audit> audits = world.control.audits().after(world.caller, 0, 100);
        long events = world.control.events().last();
        Refusal refusal = World.refusal(topologies.apply(world.caller, pair("10.0.0.100", "web-1", "web-3"), false));
        assertThat(refusal.field()).isEqualTo("vips[0].bind[1]");
        assertThat(refusal.code()).isEqualTo("not-found");
        assertThat(world.control.vpcs().list(world.caller, Page.FIRST)).isEmpty();
        assertThat(world.control.servers().list(world.caller, Optional.empty(), Page.FIRST))
                .isEmpty();
        assertThat(world.control.revision()).isEqualTo(revision);
        assertThat(world.control.audits().after(world.caller, 0, 100)).isEqualTo(audits);
        assertThat(world.control.events().last()).isEqualTo(events);
    }

    @Test
    void aRehearsalSaysWhatItWouldDoAndDoesNothing() {
        Revision revision = world.control.revision();
        List<Step> steps = topologies
                .apply(world.caller, pair("10.0.0.100", "web-1"), true)
                .orThrow();
        assertThat(steps)
                .hasSize(6)
                .filteredOn(s -> s.action() == Action.CREATE)
                .hasSize(5);
        assertThat(world.control.vpcs().list(world.caller, Page.FIRST)).isEmpty();
        assertThat(world.control.revision()).isEqualTo(revision);
    }

    @Test
    void aChangedAddressIsRefusedByName() {
        topologies.apply(world.caller, pair("10.0.0.100", "web-1"), false).orThrow();
        Refusal refusal = World.refusal(topologies.apply(world.caller, pair("10.0.0.101", "web-1"), false));
        assertThat(refusal.field()).isEqualTo("vips[0].address");
        assertThat(refusal.message())
                .isEqualTo(
                        "vips[0].address: cannot be changed: the virtual IP 'front' has 10.0.0.100, asked for 10.0.0.101");
    }

    @Test
    void refusalsInsideNicsAndSubnetsCarryTheirPath() {
        Topology nested = document(
                List.of(new Net(
                        "net",
                        Optional.empty(),
                        List.of(segment("front", "10.0.0.0/24"), segment("b", "10.0.0.0/25")))),
                List.of(),
                List.of());
        assertThat(World.refusal(topologies.apply(world.caller, nested, false)).message())
                .isEqualTo("vpcs[0].subnets[1].cidr: 10.0.0.0/25 overlaps 10.0.0.0/24 of the subnet 'front'");
        Topology nic = document(
                List.of(new Net("net", Optional.empty(), List.of(segment("front", "10.0.0.0/24")))),
                List.of(new Host(
                        "web", "", Optional.empty(), List.of(nic("net/front", "10.0.0.9"), nic("net/back", "")))),
                List.of());
        assertThat(World.refusal(topologies.apply(world.caller, nic, false)).field())
                .isEqualTo("servers[0].nics[1].subnet");
        Topology twice = document(
                List.of(),
                List.of(
                        new Host("web", "", Optional.empty(), List.of()),
                        new Host("web", "", Optional.empty(), List.of())),
                List.of());
        assertThat(World.refusal(topologies.apply(world.caller, twice, false)).field())
                .isEqualTo("servers[1].name");
    }

    @Test
    void aServerThatIsNoLongerNamedIsUnbound() {
        topologies
                .apply(world.caller, pair("10.0.0.100", "web-1", "web-2"), false)
                .orThrow();
        List<Step> steps = topologies
                .apply(world.caller, pair("10.0.0.100", "web-2"), false)
                .orThrow();
        assertThat(steps)
                .filteredOn(s -> s.action() == Action.UNBIND)
                .singleElement()
                .satisfies(step -> assertThat(step.name()).isEqualTo("front from web-1"));
        assertThat(world.control
                        .virtualIps()
                        .find(world.caller, "front")
                        .orThrow()
                        .bindings())
                .hasSize(1);
    }

    @Test
    void chosenAddressesAreTakenBeforeOthersAreGivenOut() {
        Topology clash = document(
                List.of(new Net("net", Optional.empty(), List.of(segment("front", "10.0.0.0/24")))),
                List.of(host("auto", ""), host("chosen", "10.0.0.2")),
                List.of(vip("10.0.0.3")));
        topologies.apply(world.caller, clash, false).orThrow();
        assertThat(world.control
                        .servers()
                        .find(world.caller, "auto")
                        .orThrow()
                        .nics()
                        .getFirst()
                        .port()
                        .addresses())
                .containsExactly(IpAddress.of("10.0.0.4"));
    }

    @Test
    void deletingTheDocumentLeavesNothingAndDeletingAgainSkips() {
        Topology pair = pair("10.0.0.100", "web-1", "web-2");
        topologies.apply(world.caller, pair, false).orThrow();
        List<Step> steps = topologies.delete(world.caller, pair, false).orThrow();
        assertThat(steps.stream().map(Step::kind)).containsExactly("vip", "server", "server", "subnet", "vpc");
        assertThat(world.control.vpcs().list(world.caller, Page.FIRST)).isEmpty();
        assertThat(topologies.delete(world.caller, pair, false).orThrow()).isEmpty();
    }

    @Test
    void whatOnlySharesANameWithTheDocumentIsNotDeleted() {
        SubnetId front = world.subnet(world.vpc("other"), "front", "10.0.0.0/24");
        world.vip(front, "front");
        world.server("web-1", front);
        Topology pair = pair("10.0.0.100", "web-1");
        assertThat(topologies.delete(world.caller, pair, false).orThrow()).isEmpty();

        world.control.virtualIps().find(world.caller, "front").orThrow();
        world.control.servers().find(world.caller, "web-1").orThrow();
        Topology named = document(List.of(), pair.servers(), pair.vips());
        assertThat(words(topologies.delete(world.caller, named, false).orThrow()))
                .containsExactly("delete server web-1"); // the virtual IP's entry says net/front
    }

    @Test
    void aGroupHasTheRulesThatTheDocumentListsAndNoOthers() {
        Topology first =
                grouped(List.of(rule("tcp", "80,443", "0.0.0.0/0"), rule("112", "", "")), Optional.of(List.of("web")));
        assertThat(words(topologies.apply(world.caller, first, false).orThrow()))
                .containsExactly(
                        "create security-group web", "create vpc net", "create subnet front", "create server web");
        GroupView group =
                world.control.securityGroups().find(world.caller, "web").orThrow();
        assertThat(group.rules())
                .hasSize(2)
                .extracting(SecurityRule::protocol)
                .contains(Optional.of(6), Optional.of(112));
        assertThat(port("web").groups().groups()).containsExactly(group.group().id());

        Revision revision = world.control.revision();
        assertThat(topologies.apply(world.caller, first, false).orThrow())
                .hasSize(4)
                .allMatch(step -> step.action() == Action.UNCHANGED);
        assertThat(world.control.revision()).isEqualTo(revision);

        Topology second = grouped(List.of(rule("tcp", "80,443", "0.0.0.0/0")), Optional.of(List.of("web", "default")));
        assertThat(words(topologies.apply(world.caller, second, false).orThrow()))
                .contains("update security-group web", "update server web");
        assertThat(world.control
                        .securityGroups()
                        .find(world.caller, "web")
                        .orThrow()
                        .rules())
                .containsExactly(group.rules().stream()
                        .filter(r -> r.protocol().equals(Optional.of(6)))
                        .findFirst()
                        .orElseThrow());
        assertThat(port("web").groups().groups()).hasSize(2);

        assertThat(words(topologies.delete(world.caller, second, false).orThrow()))
                .endsWith("delete security-group web");
        assertThat(topologies.delete(world.caller, second, false).orThrow()).isEmpty();
    }

    @Test
    void groupsThatNameEachOtherComeAndGoTogether() {
        Topology both = new Topology(
                List.of(group("a", ingressFrom("b")), group("b", ingressFrom("a"))),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        topologies.apply(world.caller, both, false).orThrow();
        assertThat(topologies.apply(world.caller, both, false).orThrow())
                .allMatch(step -> step.action() == Action.UNCHANGED);
        assertThat(words(topologies.delete(world.caller, both, false).orThrow()))
                .containsExactly("delete security-group a", "delete security-group b");
    }

    @Test
    void refusalsInRulesAndGroupsOfNicsCarryTheirPath() {
        refused(grouped(List.of(rule("tcp", "0", "")), Optional.empty()), "security_groups[0].rules[0].ports");
        refused(grouped(List.of(rule("tpc", "", "")), Optional.empty()), "security_groups[0].rules[0].protocol");
        refused(grouped(List.of(ingressFrom("nobody")), Optional.empty()), "security_groups[0].rules[0].group");
        refused(
                grouped(List.of(rule("tcp", "1", ""), rule("tcp", "1", "")), Optional.empty()),
                "security_groups[0].rules[1]");
        refused(grouped(List.of(), Optional.of(List.of("web", "wbe"))), "servers[0].security_groups[1]");
    }

    @Test
    void theFateOfConnectionsIsChangedWhenTheDocumentSaysSo() {
        Topology pair = pair("10.0.0.100", "web-1");
        topologies.apply(world.caller, pair, false).orThrow();
        Vip vip = pair.vips().getFirst();
        Topology keeping = document(
                pair.vpcs(),
                pair.servers(),
                List.of(new Vip(
                        vip.name(),
                        vip.subnet(),
                        vip.address(),
                        vip.addressV6(),
                        vip.ipv4(),
                        vip.ipv6(),
                        vip.vrid(),
                        Optional.of(FlowFate.KEEP),
                        vip.eip(),
                        vip.bind())));
        assertThat(words(topologies.apply(world.caller, keeping, false).orThrow()))
                .contains("update vip front");
        assertThat(topologies.apply(world.caller, pair, false).orThrow())
                .as("a document that says nothing about it leaves it")
                .allMatch(step -> step.action() == Action.UNCHANGED);
    }

    @Test
    void anEipStandsForWhatTheDocumentSaysAndForNothingElse() {
        Topology first = outside(List.of(eip("out", "vip", "front"), eip("in", "server", "web-1")), Optional.empty());
        assertThat(words(topologies.apply(world.caller, first, false).orThrow()))
                .contains("create eip out", "create eip in", "bind eip out to front", "bind eip in to web-1");
        unchanged(first);

        Topology swapped = outside(List.of(eip("out", "server", "web-1"), eip("in", "vip", "front")), Optional.empty());
        assertThat(words(topologies.apply(world.caller, swapped, false).orThrow()))
                .contains("bind eip out to web-1", "bind eip in to front");
        unchanged(swapped);

        Topology loose = outside(List.of(eip("out", "", ""), eip("in", "", "")), Optional.empty());
        assertThat(words(topologies.apply(world.caller, loose, false).orThrow()))
                .contains("unbind eip out", "unbind eip in");
        assertThat(bound("out")).isEmpty();

        assertThat(words(topologies.delete(world.caller, swapped, false).orThrow()))
                .contains("delete eip out", "delete eip in", "delete vip front", "delete vpc net");
    }

    @Test
    void aVipHasAnEipOfItsOwnWhereTheDocumentSaysSo() {
        Topology any = outside(List.of(), Optional.of(new OwnEip(Optional.empty())));
        assertThat(words(topologies.apply(world.caller, any, false).orThrow()))
                .contains("create eip front", "bind eip front to front");
        unchanged(any);

        IpAddress address = IpAddress.of("198.18.7.7");
        Topology chosen = outside(List.of(), Optional.of(new OwnEip(Optional.of(address))));
        assertThat(words(topologies.apply(world.caller, chosen, false).orThrow()))
                .contains("unbind eip front", "create eip front");
        assertThat(bound("198.18.7.7")).isPresent();
        unchanged(chosen);

        assertThat(words(topologies.delete(world.caller, chosen, false).orThrow()))
                .startsWith("delete eip front", "delete vip front");
    }

    @Test
    void anEipThatADocumentNoLongerGivesAVipStandsForNothing() {
        Topology any = outside(List.of(), Optional.of(new OwnEip(Optional.empty())));
        topologies.apply(world.caller, any, false).orThrow();
        Topology none = outside(List.of(), Optional.empty());
        assertThat(words(topologies.apply(world.caller, none, false).orThrow()))
                .contains("unbind eip front")
                .doesNotContain("delete eip front");
        assertThat(bound("front")).isEmpty();
        unchanged(none);
        assertThat(words(topologies.apply(world.caller, any, false).orThrow()))
                .contains("bind eip front to front")
                .doesNotContain("create eip front");

        Topology listed = outside(List.of(eip("front", "vip", "front")), Optional.empty());
        assertThat(words(topologies.apply(world.caller, listed, false).orThrow()))
                .contains("update eip front")
                .noneMatch(step -> step.contains("bind"));
        unchanged(listed);
        Topology another = outside(List.of(eip("out", "vip", "front")), Optional.empty());
        assertThat(words(topologies.apply(world.caller, another, false).orThrow()))
                .contains("unbind eip front", "create eip out", "bind eip out to front");
        assertThat(bound("front")).isEmpty();
        // what was bound otherwise is not the document's
        unchanged(none);
        assertThat(bound("out")).isPresent();
    }

    @Test
    void peeringsRoutesAndTablesAreAsTheDocumentSays() {
        Topology first = peered(List.of(way("10.1.0.0/16", Via.PEERING, "a-b")), List.of("front"));
        assertThat(words(topologies.apply(world.caller, first, false).orThrow()))
                .contains("create peering a-b", "update route-table rtb-a", "create route-table inner");
        RouteTableView inner =
                world.control.routeTables().find(world.caller, "inner").orThrow();
        assertThat(inner.subnets()).extracting(Named::name).containsExactly("front");
        assertThat(inner.routes())
                .extracting(view -> view.route().destination().toString())
                .containsExactly("0.0.0.0/0");
        unchanged(first);

        Topology second = peered(List.of(way("10.1.1.0/24", Via.PEERING, "a-b")), List.of());
        assertThat(words(topologies.apply(world.caller, second, false).orThrow()))
                .contains("update route-table rtb-a", "update route-table inner");
        assertThat(world.control.routeTables().find(world.caller, "a").orThrow().routes())
                .extracting(view -> view.route().destination().toString())
                .containsExactly("10.1.1.0/24");
        assertThat(world.control
                        .routeTables()
                        .find(world.caller, "inner")
                        .orThrow()
                        .subnets())
                .isEmpty();
        unchanged(second);

        assertThat(words(topologies.delete(world.caller, second, false).orThrow()))
                .contains("delete route-table inner", "delete peering a-b", "delete vpc a", "delete vpc b");
        assertThat(topologies.delete(world.caller, second, false).orThrow()).isEmpty();
    }

    @Test
    void refusalsInRoutesAndPeeringsCarryTheirPath() {
        refused(
                peered(List.of(way("10.1.0.0/16", Via.PEERING, "a-c")), List.of()),
                "route_tables[0].routes[0].peering");
        refused(
                peered(List.of(way("10.0.0.0/24", Via.PEERING, "a-b")), List.of()),
                "route_tables[0].routes[0].destination");
        refused(peered(List.of(), List.of("back")), "route_tables[1].subnets[0]");
        refused(outside(List.of(eip("out", "vip", "back")), Optional.empty()), "eips[0].vip");
        OwnEip foreign = new OwnEip(Optional.of(IpAddress.of("192.0.2.1")));
        refused(outside(List.of(), Optional.of(foreign)), "vips[0].eip.address");
    }

    @Test
    void whatCannotBeBothIsRefusedInsteadOfChangedBackAndForth() {
        OwnEip any = new OwnEip(Optional.empty());
        refused(outside(List.of(eip("front", "", "")), Optional.of(any)), "eips[0].name");
        unchanged(applied(outside(List.of(eip("front", "vip", "front")), Optional.of(any))));
        Topology twice = peered(List.of(), List.of("front"));
        Table inner = twice.tables().getLast();
        refused(
                new Topology(
                        twice.groups(),
                        twice.vpcs(),
                        twice.servers(),
                        twice.vips(),
                        twice.eips(),
                        twice.peerings(),
                        List.of(inner, new Table("a", Optional.of("outer"), inner.subnets(), Optional.empty()))),
                "route_tables[1].subnets[0]");
    }

    private Topology applied(Topology topology) {
        topologies.apply(world.caller, topology, false).orThrow();
        return topology;
    }

    private void unchanged(Topology topology) {
        Revision revision = world.control.revision();
        assertThat(topologies.apply(world.caller, topology, false).orThrow())
                .isNotEmpty()
                .allMatch(step -> step.action() == Action.UNCHANGED);
        assertThat(world.control.revision()).isEqualTo(revision);
    }

    private Optional<EipView.Bound> bound(String eip) {
        return world.control.eips().find(world.caller, eip).orThrow().bound();
    }

    private static Topology outside(List<Outside> eips, Optional<OwnEip> own) {
        Topology pair = pair("10.0.0.100", "web-1");
        Vip vip = pair.vips().getFirst();
        Vip owning = new Vip(
                vip.name(),
                vip.subnet(),
                vip.address(),
                vip.addressV6(),
                vip.ipv4(),
                vip.ipv6(),
                vip.vrid(),
                vip.flowFate(),
                own,
                vip.bind());
        return new Topology(List.of(), pair.vpcs(), pair.servers(), List.of(owning), eips, List.of(), List.of());
    }

    private static Outside eip(String name, String kind, String target) {
        return new Outside(
                name,
                Optional.empty(),
                Optional.empty(),
                Optional.of(100),
                kind.equals("vip") ? Optional.of(target) : Optional.empty(),
                kind.equals("server") ? Optional.of(target) : Optional.empty());
    }

    private static Topology peered(List<Way> routes, List<String> subnets) {
        return new Topology(
                List.of(),
                List.of(
                        new Net("a", Optional.empty(), List.of(segment("front", "10.0.0.0/24"))),
                        new Net("b", Optional.empty(), List.of(segment("rear", "10.1.0.0/24")))),
                List.of(new Host("fw", "", Optional.empty(), List.of(nic("front", "10.0.0.9")))),
                List.of(),
                List.of(),
                List.of(new Link("a-b", "a", "b", Optional.empty())),
                List.of(
                        new Table("a", Optional.empty(), Optional.empty(), Optional.of(routes)),
                        new Table(
                                "a",
                                Optional.of("inner"),
                                Optional.of(subnets),
                                Optional.of(List.of(way("0.0.0.0/0", Via.SERVER, "fw"))))));
    }

    private static Way way(String destination, Via via, String ref) {
        return new Way(IpPrefix.of(destination), via, ref, "");
    }

    private void refused(Topology topology, String field) {
        assertThat(World.refusal(topologies.apply(world.caller, topology, false))
                        .field())
                .isEqualTo(field);
    }

    private Port port(String server) {
        return world.control
                .servers()
                .find(world.caller, server)
                .orThrow()
                .nics()
                .getFirst()
                .port();
    }

    private static List<String> words(List<Step> steps) {
        return steps.stream()
                .map(step -> step.action().word() + " " + step.kind() + " " + step.name())
                .toList();
    }

    private static Topology grouped(List<Rule> rules, Optional<List<String>> groups) {
        return new Topology(
                List.of(group("web", rules.toArray(Rule[]::new))),
                List.of(new Net("net", Optional.empty(), List.of(segment("front", "10.0.0.0/24")))),
                List.of(new Host("web", "", groups, List.of(nic("front", "10.0.0.9")))),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static Group group(String name, Rule... rules) {
        return new Group(name, Optional.empty(), Optional.of(List.of(rules)));
    }

    private static Rule rule(String protocol, String ports, String cidr) {
        return new Rule(
                Direction.INGRESS,
                Optional.empty(),
                protocol,
                ports,
                cidr.isEmpty() ? Optional.empty() : Optional.of(IpPrefix.of(cidr)),
                Optional.empty(),
                SecurityRule.Action.ALLOW,
                1,
                "");
    }

    private static Rule ingressFrom(String group) {
        return new Rule(
                Direction.INGRESS,
                Optional.of(Family.IPV6),
                "",
                "",
                Optional.empty(),
                Optional.of(group),
                SecurityRule.Action.DENY,
                7,
                "");
    }

    private static Topology document(List<Net> vpcs, List<Host> servers, List<Vip> vips) {
        return new Topology(List.of(), vpcs, servers, vips, List.of(), List.of(), List.of());
    }

    private static Topology pair(String address, String... bind) {
        return document(
                List.of(new Net(
                        "net", Optional.of(IpPrefix.of("10.0.0.0/16")), List.of(segment("front", "10.0.0.0/24")))),
                List.of(host("web-1", ""), host("web-2", "")),
                List.of(vip(address, bind)));
    }

    private static Segment segment(String name, String cidr) {
        return new Segment(name, IpPrefix.of(cidr), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Host host(String name, String address) {
        return new Host(name, "#!/bin/sh\n", Optional.empty(), List.of(nic("front", address)));
    }

    private static Nic nic(String subnet, String address) {
        return new Nic(
                subnet,
                address.isEmpty() ? Optional.empty() : Optional.of(IpAddress.of(address)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Vip vip(String address, String... bind) {
        return new Vip(
                "front",
                "net/front",
                Optional.of(IpAddress.of(address)),
                Optional.empty(),
                true,
                false,
                Optional.of(51),
                Optional.empty(),
                Optional.empty(),
                List.of(bind));
    }
}
