package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.control.RouteView.State;
import dev.perch.model.Change;
import dev.perch.model.NextHop;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.ProjectId;
import dev.perch.model.Refusal;
import dev.perch.model.Route;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.store.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Route tables, their routes and what becomes of a route when its next hop goes. */
@ParameterizedClass
@EnumSource(Engine.class)
final class RouteTableTest {
    @Parameter
    private Engine engine;

    private World world;
    private Control control;
    private Caller caller;
    private VpcId vpc;
    private SubnetId front;
    private ServerView server;

    @BeforeEach
    void start(@TempDir Path folder) {
        world = new World(engine, folder);
        control = world.control;
        caller = world.caller;
        vpc = world.vpc("net");
        front = world.subnet(vpc, "front", "10.0.0.0/24");
        server = world.server("fw", front);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aVpcHasADefaultTableFromItsBeginningToItsEnd() {
        RouteTableView table = byDefault();
        assertThat(table.table().isDefault()).isTrue();
        assertThat(table.table().meta().name()).isEqualTo("rtb-net");
        assertThat(table.table().number()).isGreaterThanOrEqualTo(1000);
        assertThat(table.vpc()).isEqualTo(new Named<>(vpc, "net"));
        assertThat(table.subnets()).containsExactly(new Named<>(front, "front"));
        refused(control.routeTables().delete(caller, table.table().id()), "", "default-table-stays");
        VpcId empty = world.vpc("empty");
        RouteTableId gone =
                control.routeTables().find(caller, "empty").orThrow().table().id();
        control.vpcs().delete(caller, empty).orThrow();
        assertThat(control.snapshots().routeTable(gone)).isEmpty();
    }

    @Test
    void itFollowsTheNameOfItsVpcUntilSomebodyNamesIt() {
        rename("core");
        assertThat(byDefault("core").table().meta().name()).isEqualTo("rtb-core");
        control.routeTables()
                .update(caller, byDefault("core").table().id(), naming("mine"))
                .orThrow();
        rename("net");
        assertThat(byDefault().table().meta().name()).isEqualTo("mine");
        assertThat(control.routeTables().find(caller, "mine").orThrow()).isEqualTo(byDefault());
    }

    @Test
    void aSubnetUsesOneTable() {
        SubnetId back = world.subnet(vpc, "back", "10.0.1.0/24");
        RouteTableId one = table("one");
        RouteTableId two = table("two");
        associate(one, front, back);
        assertThat(subnets(one)).containsExactlyInAnyOrder(front, back);
        assertThat(byDefault().subnets()).isEmpty();
        List<Change> changes = new CopyOnWriteArrayList<>();
        control.subscribe(changes::addAll);
        associate(two, front);
        assertThat(changes.stream().map(Change::object)).containsExactlyInAnyOrder(one, two);
        assertThat(subnets(one)).containsExactly(back);
        assertThat(subnets(two)).containsExactly(front);
        assertThat(of(front)).isEqualTo(two);
        refused(control.routeTables().delete(caller, two), "", "table-associated");
        control.routeTables()
                .associate(caller, two, List.of(), List.of(front, back))
                .orThrow();
        assertThat(subnets(two)).isEmpty();
        assertThat(subnets(one)).as("untouched: it uses another table").containsExactly(back);
        assertThat(of(front)).isEqualTo(byDefault().table().id());
        associate(byDefault().table().id(), back);
        assertThat(subnets(one)).isEmpty();
        control.routeTables().delete(caller, one).orThrow();
        refused(control.routeTables().get(caller, one), "", "not-found");
    }

    @Test
    void aSubnetThatIsDeletedLeavesItsTable() {
        RouteTableId one = table("one");
        SubnetId back = world.subnet(vpc, "back", "10.0.1.0/24");
        associate(one, back);
        List<Change> changes = new CopyOnWriteArrayList<>();
        control.subscribe(changes::addAll);
        control.subnets().delete(caller, back).orThrow();
        assertThat(changes.stream().map(Change::object)).containsExactlyInAnyOrder(one, back);
        assertThat(subnets(one)).isEmpty();
    }

    @Test
    void subnetsOfAnotherVpcAreRefusedAndNothingIsKept() {
        SubnetId elsewhere = world.subnet(world.vpc("other"), "there", "10.9.0.0/24");
        RouteTableId one = table("one");
        refused(
                control.routeTables().associate(caller, one, List.of(front, elsewhere), List.of()),
                "associate[1]",
                "subnet-outside-table");
        assertThat(subnets(one)).isEmpty();
        refused(
                control.routeTables().associate(caller, one, List.of(), List.of(elsewhere)),
                "disassociate[0]",
                "subnet-outside-table");
        refused(
                control.routeTables().associate(caller, one, List.of(new SubnetId(new UUID(1, 1))), List.of()),
                "associate[0]",
                "not-found");
    }

    @Test
    void routesLeadToServersPortsVirtualIpsAndPeerings() {
        VipView vip = world.vip(front, "vip");
        IpAddress address = vip.vip().addresses().getFirst();
        VpcId peer = control.vpcs()
                .create(caller, new Vpcs.Create("peer", "", Optional.of(IpPrefix.of("172.16.0.0/16")), Map.of()))
                .orThrow()
                .id();
        PeeringId peering = control.peerings()
                .create(caller, new Peerings.Create("pair", "", vpc, peer, Optional.empty(), Map.of()))
                .orThrow()
                .peering()
                .id();
        RouteView toServer = add("0.0.0.0/0", toServer());
        RouteView toPort = add(
                "192.168.1.0/24",
                new NextHop.ToPort(server.nics().getFirst().port().id()));
        RouteView toVip = add("192.168.2.0/24", new NextHop.ToVip(vip.vip().id()));
        RouteView byAddress = add("192.168.3.0/24", new Towards.ToVipAddress("nexthop", address));
        RouteView toPeer = add("172.16.0.0/16", new NextHop.ToPeering(peering));

        assertThat(List.of(toServer, toPort, toVip, byAddress, toPeer))
                .extracting(RouteView::state)
                .containsOnly(State.ACTIVE);
        assertThat(toServer.hop().address(Family.IPV4)).contains(IpAddress.of("10.0.0.2"));
        assertThat(toServer.hop().where().orElseThrow().id()).isEqualTo(front);
        assertThat(toServer.hop().address(Family.IPV6)).isEmpty();
        assertThat(toVip.route().text()).isEqualTo(address.toString());
        assertThat(byAddress.route().nextHop()).isEqualTo(toVip.route().nextHop());
        assertThat(toPeer.hop().where()).isEmpty();
        assertThat(byDefault().routes()).hasSize(5);
        assertThat(control.snapshots().routes()).hasSize(5);
        assertThat(control.snapshots().everything().routes()).hasSize(5);
        assertThat(control.snapshots().everything().routeTables()).hasSize(2);
        assertThat(control.snapshots().everything().peerings()).hasSize(1);
    }

    @Test
    void refusalsOfANewRoute() {
        Towards fw = new Towards.To("nexthop", toServer());
        refused(entry("10.0.0.0/24", fw), "destination", "destination-local");
        refused(entry("10.200.0.0/16", fw), "destination", "destination-local");
        refused(entry("169.254.0.0/16", fw), "destination", "destination-invalid");
        refused(entry("224.0.0.0/8", fw), "destination", "destination-invalid");
        refused(entry("192.168.0.1/24", fw), "destination", "destination-invalid");
        refused(entry("::/0", fw), "nexthop", "next-hop-lacks-family");
        for (String kind : List.of("nat", "vpn", "dc", "cc", "egw", "er")) {
            refused(entry("0.0.0.0/0", new Towards.ToUnsupported("nexthop", kind)), "nexthop", "next-hop-unsupported");
        }
        UUID nobody = new UUID(3, 3);
        for (ObjectId.Kind kind :
                List.of(ObjectId.Kind.SERVER, ObjectId.Kind.PORT, ObjectId.Kind.VIP, ObjectId.Kind.PEERING)) {
            refused(entry("0.0.0.0/0", new Towards.To("nexthop", hop(kind, nobody))), "nexthop", "not-found");
        }
        refused(
                entry("0.0.0.0/0", new Towards.ToVipAddress("nexthop", IpAddress.of("10.0.0.2"))),
                "nexthop",
                "not-found");
        SubnetId elsewhere = world.subnet(world.vpc("other"), "there", "10.9.0.0/24");
        ServerView foreign = world.server("foreign", elsewhere);
        refused(entry("0.0.0.0/0", to(foreign.server().id())), "nexthop", "next-hop-outside-vpc");
        refused(
                entry(
                        "0.0.0.0/0",
                        new Towards.To(
                                "nexthop",
                                new NextHop.ToVip(
                                        world.vip(elsewhere, "v").vip().id()))),
                "nexthop",
                "next-hop-outside-vpc");
        add("0.0.0.0/0", toServer());
        refused(entry("0.0.0.0/0", fw), "destination", "route-exists");
        assertThat(byDefault().routes()).hasSize(1);
    }

    @Test
    void aTableHoldsTwoHundredRoutesThatComeTogetherOrNotAtAll() {
        List<RouteTables.Entry> many = IntStream.range(0, 200)
                .mapToObj(i -> wanted("192.168." + i + ".0/24", new Towards.To("nexthop", toServer())))
                .toList();
        RouteTableView full = control.routeTables()
                .create(caller, new RouteTables.Create("full", "", vpc, many, Map.of()))
                .orThrow();
        assertThat(full.routes()).hasSize(200);
        RouteTables.Entry more = wanted("192.168.250.0/24", new Towards.To("nexthop", toServer()));
        refused(
                control.routeTables().update(caller, full.table().id(), adding(List.of(more))),
                "routes.add[0]",
                "too-many-routes");
        RouteTables.Update swap = new RouteTables.Update(
                Optional.empty(), Optional.empty(), List.of(IpPrefix.of("192.168.0.0/24")), List.of(), List.of(more));
        assertThat(control.routeTables()
                        .update(caller, full.table().id(), swap)
                        .orThrow()
                        .routes())
                .hasSize(200);
        refused(
                control.routeTables()
                        .update(
                                caller,
                                byDefault().table().id(),
                                adding(List.of(more, wanted("10.0.0.0/24", new Towards.To("nexthop", toServer()))))),
                "routes.add[1].destination",
                "destination-local");
        assertThat(byDefault().routes()).isEmpty();
    }

    @Test
    void aRouteGetsAnotherNextHopAndKeepsItsIdentity() {
        Route before = add("0.0.0.0/0", toServer()).route();
        RouteTableId id = byDefault().table().id();
        VipView vip = world.vip(front, "vip");
        RouteTables.Update modify = new RouteTables.Update(
                Optional.empty(),
                Optional.of("out"),
                List.of(),
                List.of(wanted(
                        "0.0.0.0/0",
                        new Towards.To("nexthop", new NextHop.ToVip(vip.vip().id())))),
                List.of());
        RouteTableView changed =
                control.routeTables().update(caller, id, modify).orThrow();
        assertThat(changed.table().meta().description()).isEqualTo("out");
        assertThat(changed.routes()).singleElement().satisfies(view -> {
            assertThat(view.route().id()).isEqualTo(before.id());
            assertThat(view.route().nextHop())
                    .isEqualTo(new NextHop.ToVip(vip.vip().id()));
        });
        refused(
                control.routeTables()
                        .update(
                                caller,
                                id,
                                new RouteTables.Update(
                                        Optional.empty(),
                                        Optional.empty(),
                                        List.of(IpPrefix.of("1.0.0.0/8")),
                                        List.of(),
                                        List.of())),
                "routes.del[0].destination",
                "not-found");
        assertThat(control.routeTables()
                        .removeRoute(caller, before.id())
                        .orThrow()
                        .route()
                        .id())
                .isEqualTo(before.id());
        refused(control.routeTables().removeRoute(caller, before.id()), "", "not-found");
        assertThat(byDefault().routes()).isEmpty();
    }

    @Test
    void aRouteWhoseNextHopIsOffOrGoneIsABlackHoleAndIsToldOfIt() {
        RouteView route = add("0.0.0.0/0", toServer());
        ServerId id = server.server().id();
        List<ObjectId> changes = new CopyOnWriteArrayList<>();
        control.subscribe(heard -> heard.forEach(change -> changes.add(change.object())));
        control.servers().stop(caller, id).orThrow();
        assertThat(changes).contains(id, route.route().id());
        assertThat(state(route)).isEqualTo(State.BLACKHOLE);
        control.servers().start(caller, id).orThrow();
        assertThat(state(route)).isEqualTo(State.ACTIVE);
        changes.clear();
        control.servers().delete(caller, id).orThrow();
        assertThat(changes).contains(id, route.route().id());
        assertThat(state(route)).isEqualTo(State.BLACKHOLE);
        assertThat(control.snapshots().route(route.route().id()).orElseThrow().hop())
                .isEqualTo(new Hop.Gone());
        assertThat(control.routeTables()
                        .getRoute(caller, route.route().id())
                        .orThrow()
                        .route())
                .isEqualTo(route.route());
    }

    @Test
    void aVirtualIpThatIsReleasedLeavesItsRoutes() {
        VipView vip = world.vip(front, "vip");
        RouteView route = add("0.0.0.0/0", new NextHop.ToVip(vip.vip().id()));
        assertThat(state(route)).isEqualTo(State.ACTIVE);
        control.virtualIps().delete(caller, vip.vip().id()).orThrow();
        assertThat(state(route)).isEqualTo(State.BLACKHOLE);
        assertThat(control.snapshots().routesTo(vip.vip().id()))
                .containsExactly(route.route().id());
    }

    @Test
    void anotherProjectSeesNothingOfIt() {
        Caller other = new Caller(new ProjectId("ab".repeat(16)), "neighbour");
        RouteView route = add("0.0.0.0/0", toServer());
        RouteTableId id = byDefault().table().id();
        refused(control.routeTables().get(other, id), "", "not-found");
        refused(control.routeTables().find(other, "rtb-net"), "", "not-found");
        refused(control.routeTables().getRoute(other, route.route().id()), "", "not-found");
        refused(control.routeTables().removeRoute(other, route.route().id()), "", "not-found");
        refused(control.routeTables().update(other, id, naming("x")), "", "not-found");
        assertThat(control.routeTables().list(other, RouteTables.Filter.ALL, Page.FIRST))
                .isEmpty();
        VpcId theirs = control.vpcs()
                .create(other, new Vpcs.Create("theirs", "", Optional.of(IpPrefix.of("172.16.0.0/16")), Map.of()))
                .orThrow()
                .id();
        refused(
                control.routeTables()
                        .addDefaultRoute(other, theirs, wanted("0.0.0.0/0", new Towards.To("nexthop", toServer()))),
                "nexthop",
                "not-found");
    }

    @Test
    void aVpcGoesWhenItHasNoRoutes() {
        VpcId other = world.vpc("other");
        SubnetId there = world.subnet(other, "there", "10.0.0.0/24");
        ServerView gone = world.server("gone", there);
        RouteView route = control.routeTables()
                .addDefaultRoute(
                        caller, other, wanted("0.0.0.0/0", to(gone.server().id())))
                .orThrow();
        control.servers().delete(caller, gone.server().id()).orThrow();
        control.subnets().delete(caller, there).orThrow();
        refused(control.vpcs().delete(caller, other), "", "vpc-has-routes");
        control.routeTables().removeRoute(caller, route.route().id()).orThrow();
        control.vpcs().delete(caller, other).orThrow();
    }

    @Test
    void theRoutesOfAVpcAreReplacedByAddress() {
        IpAddress primary = server.nics().getFirst().port().addresses().getFirst();
        RouteView kept = add("192.168.1.0/24", toServer());
        add("192.168.2.0/24", toServer());
        replace(wanted("192.168.1.0/24", at(primary)), wanted("192.168.3.0/24", at(primary)));
        List<RouteView> routes = byDefault().routes();
        assertThat(routes)
                .extracting(view -> view.route().destination().toString())
                .containsExactlyInAnyOrder("192.168.1.0/24", "192.168.3.0/24");
        assertThat(routes).extracting(view -> view.route().nextHop()).containsOnly(toServer());
        assertThat(routes)
                .as("the same route")
                .anyMatch(view -> view.route().id().equals(kept.route().id()));
        refused(
                replacement(wanted("192.168.4.0/24", at(IpAddress.of("10.0.0.77")))),
                "routes[0].nexthop",
                "next-hop-outside-vpc");
        replace();
        assertThat(byDefault().routes()).isEmpty();
    }

    private static Towards at(IpAddress address) {
        return new Towards.ToAddress("nexthop", address);
    }

    private void replace(RouteTables.Entry... routes) {
        replacement(routes).orThrow();
    }

    private Outcome<?> replacement(RouteTables.Entry... routes) {
        Vpcs.Update update = new Vpcs.Update(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(List.of(routes)), Map.of());
        return control.vpcs().update(caller, vpc, update);
    }

    private RouteTableView byDefault() {
        return byDefault("net");
    }

    private RouteTableView byDefault(String name) {
        return control.routeTables().find(caller, name).orThrow();
    }

    private void rename(String name) {
        control.vpcs()
                .update(
                        caller,
                        vpc,
                        new Vpcs.Update(
                                Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty(), Map.of()))
                .orThrow();
    }

    private RouteTableId table(String name) {
        return control.routeTables()
                .create(caller, new RouteTables.Create(name, "", vpc, List.of(), Map.of()))
                .orThrow()
                .table()
                .id();
    }

    private void associate(RouteTableId table, SubnetId... subnets) {
        control.routeTables()
                .associate(caller, table, List.of(subnets), List.of())
                .orThrow();
    }

    private List<SubnetId> subnets(RouteTableId id) {
        return control.snapshots().routeTable(id).orElseThrow().subnets();
    }

    private RouteTableId of(SubnetId subnet) {
        return control.routeTables()
                .list(
                        caller,
                        new RouteTables.Filter(Optional.empty(), Optional.empty(), Optional.of(subnet)),
                        Page.FIRST)
                .getFirst()
                .table()
                .id();
    }

    private NextHop toServer() {
        return new NextHop.ToServer(server.server().id());
    }

    private static Towards to(ServerId id) {
        return new Towards.To("nexthop", new NextHop.ToServer(id));
    }

    private static NextHop hop(ObjectId.Kind kind, UUID id) {
        return switch (kind) {
            case SERVER -> new NextHop.ToServer(new ServerId(id));
            case PORT -> new NextHop.ToPort(new ObjectId.PortId(id));
            case VIP -> new NextHop.ToVip(new ObjectId.VipId(id));
            default -> new NextHop.ToPeering(new PeeringId(id));
        };
    }

    private RouteView add(String destination, NextHop hop) {
        return add(destination, new Towards.To("nexthop", hop));
    }

    private RouteView add(String destination, Towards towards) {
        return entry(destination, towards).orThrow();
    }

    private Outcome<RouteView> entry(String destination, Towards towards) {
        return control.routeTables().addDefaultRoute(caller, vpc, wanted(destination, towards));
    }

    private static RouteTables.Entry wanted(String destination, Towards towards) {
        return new RouteTables.Entry(IpPrefix.of(destination), towards, Optional.empty());
    }

    private static RouteTables.Update adding(List<RouteTables.Entry> routes) {
        return new RouteTables.Update(Optional.empty(), Optional.empty(), List.of(), List.of(), routes);
    }

    private static RouteTables.Update naming(String name) {
        return new RouteTables.Update(Optional.of(name), Optional.empty(), List.of(), List.of(), List.of());
    }

    private State state(RouteView route) {
        return control.snapshots().route(route.route().id()).orElseThrow().state();
    }

    private static void refused(Outcome<?> outcome, String field, String code) {
        Refusal refusal = World.refusal(outcome);
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.field()).isEqualTo(field);
    }
}
