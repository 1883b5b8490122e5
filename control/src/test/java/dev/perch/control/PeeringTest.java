package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.Change;
import dev.perch.model.NextHop;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Peering;
import dev.perch.model.Peering.Status;
import dev.perch.model.ProjectId;
import dev.perch.model.Refusal;
import dev.perch.net.IpPrefix;
import dev.perch.store.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Peerings inside one project and between two. */
@ParameterizedClass
@EnumSource(Engine.class)
final class PeeringTest {
    @Parameter
    private Engine engine;

    private World world;
    private Control control;
    private Caller caller;
    private Caller other;
    private VpcId blue;
    private VpcId green;

    @BeforeEach
    void start(@TempDir Path folder) {
        world = new World(engine, folder);
        control = world.control;
        caller = world.caller;
        other = new Caller(new ProjectId("ab".repeat(16)), "neighbour");
        blue = vpc(caller, "blue", "10.0.0.0/16");
        green = vpc(caller, "green", "10.1.0.0/16");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void betweenVpcsOfOneProjectItIsActiveAtOnce() {
        PeeringView made =
                control.peerings().create(caller, asked("pair", blue, green)).orThrow();
        assertThat(made.peering().status()).isEqualTo(Status.ACTIVE);
        assertThat(made.requester()).isEqualTo(new Named<>(blue, "blue"));
        assertThat(made.accepter()).isEqualTo(new Named<>(green, "green"));
        assertThat(control.peerings().find(caller, "pair").orThrow()).isEqualTo(made);
        assertThat(control.snapshots().peering(made.peering().id())).contains(made.peering());
        assertThat(control.snapshots().peerings()).containsExactly(made.peering());
        assertThat(control.snapshots().peeringsOf(green)).containsExactly(made.peering());
        refused(control.peerings().accept(caller, made.peering().id()), "", "peering-not-pending");
        refused(control.peerings().reject(caller, made.peering().id()), "", "peering-not-pending");
    }

    @Test
    void anotherProjectIsAskedAndOnlyItsAnswerCounts() {
        VpcId theirs = vpc(other, "theirs", "10.2.0.0/16");
        Peerings.Create request = asked("pair", blue, theirs, other.project());
        refused(control.peerings().create(caller, asked("pair", blue, theirs)), "peer_vpc", "not-found");
        PeeringView asked = control.peerings().create(caller, request).orThrow();
        PeeringId id = asked.peering().id();
        assertThat(asked.peering().status()).isEqualTo(Status.PENDING_ACCEPTANCE);
        assertThat(asked.accepter()).isEqualTo(new Named<>(theirs, ""));
        assertThat(control.peerings().get(other, id).orThrow().accepter()).isEqualTo(new Named<>(theirs, "theirs"));
        assertThat(control.peerings().find(other, "pair").orThrow().peering()).isEqualTo(asked.peering());
        refused(control.peerings().accept(caller, id), "", "not-accepter");
        refused(control.peerings().reject(caller, id), "", "not-accepter");
        Caller stranger = new Caller(new ProjectId("cd".repeat(16)), "stranger");
        refused(control.peerings().get(stranger, id), "", "not-found");
        refused(control.peerings().accept(stranger, id), "", "not-found");
        refused(control.peerings().delete(stranger, id), "", "not-found");
        assertThat(control.peerings().list(stranger, Peerings.Filter.ALL, Page.FIRST))
                .isEmpty();

        assertThat(control.peerings().accept(other, id).orThrow().peering().status())
                .isEqualTo(Status.ACTIVE);
        refused(control.peerings().reject(other, id), "", "peering-not-pending");
        assertThat(control.peerings().delete(other, id).orThrow().peering().id())
                .isEqualTo(id);
        refused(control.peerings().get(caller, id), "", "not-found");
    }

    @Test
    void aRejectedOneConnectsNothingAndForbidsNothingButTheDeletionOfItsVpcs() {
        VpcId theirs = vpc(other, "theirs", "10.2.0.0/16");
        Peerings.Create request = asked("pair", blue, theirs, other.project());
        PeeringId id =
                control.peerings().create(caller, request).orThrow().peering().id();
        refused(control.peerings().create(caller, request), "peer_vpc", "peering-exists");
        assertThat(control.peerings().reject(other, id).orThrow().peering().status())
                .isEqualTo(Status.REJECTED);
        refused(control.vpcs().delete(other, theirs), "", "vpc-peered");
        PeeringView again = control.peerings().create(caller, request).orThrow();
        assertThat(again.peering().status()).isEqualTo(Status.PENDING_ACCEPTANCE);
    }

    @Test
    void refusalsOfANewOne() {
        refused(control.peerings().create(caller, asked("", blue, green)), "name", "name-invalid");
        refused(control.peerings().create(caller, asked("pair", blue, blue)), "peer_vpc", "peering-with-itself");
        VpcId nobody = new VpcId(new java.util.UUID(7, 7));
        refused(control.peerings().create(caller, asked("pair", nobody, blue)), "vpc", "not-found");
        refused(control.peerings().create(caller, asked("pair", blue, nobody)), "peer_vpc", "not-found");
        refused(control.peerings().create(other, asked("pair", blue, green)), "vpc", "not-found");
        VpcId wide = vpc(caller, "wide", "10.0.0.0/8");
        refused(control.peerings().create(caller, asked("pair", blue, wide)), "peer_vpc", "peering-overlaps");
        control.peerings().create(caller, asked("pair", blue, green)).orThrow();
        refused(control.peerings().create(caller, asked("pair", blue, green)), "peer_vpc", "peering-exists");
        refused(control.peerings().create(caller, asked("riap", green, blue)), "peer_vpc", "peering-exists");
    }

    @Test
    void subnetsThatOverlapThePeersAreRefusedBeforeAndLater() {
        VpcId open = control.vpcs()
                .create(caller, new Vpcs.Create("open", "", Optional.empty(), Map.of()))
                .orThrow()
                .id();
        world.subnet(open, "far", "172.16.0.0/24");
        control.peerings().create(caller, asked("pair", open, blue)).orThrow();
        refused(
                control.subnets().create(caller, World.segment(open, "near", "10.0.7.0/24")),
                "cidr",
                "peering-overlaps");
        var six = control.subnets()
                .create(caller, dual(blue, "six", "10.0.6.0/24", "fd00:6::/64"))
                .orThrow();
        refused(
                control.subnets().create(caller, dual(open, "nix", "172.16.6.0/24", "fd00:6::/64")),
                "cidr_v6",
                "peering-overlaps");
        SubnetView far = control.subnets().find(caller, "far").orThrow();
        Subnets.Update add = new Subnets.Update(
                Optional.empty(),
                Optional.empty(),
                six.subnet().ipv6().map(range -> range.cidr()),
                Optional.empty(),
                Map.of());
        refused(control.subnets().update(caller, far.subnet().id(), add), "cidr_v6", "peering-overlaps");
        control.peerings().create(caller, asked("next", blue, green)).orThrow();
        Vpcs.Update grow = new Vpcs.Update(
                Optional.empty(), Optional.empty(), Optional.of(IpPrefix.of("10.0.0.0/8")), Optional.empty(), Map.of());
        refused(control.vpcs().update(caller, blue, grow), "cidr", "peering-overlaps");
        VpcId third = vpc(caller, "third", "192.168.0.0/16");
        control.subnets()
                .create(caller, dual(third, "six", "192.168.6.0/24", "fd00:6::/64"))
                .orThrow();
        refused(control.peerings().create(caller, asked("again", third, blue)), "peer_vpc", "peering-overlaps");
    }

    @Test
    void itIsRenamedListedByItsCriteriaAndDeleted() {
        VpcId red = vpc(caller, "red", "10.3.0.0/16");
        PeeringView one =
                control.peerings().create(caller, asked("one", blue, green)).orThrow();
        PeeringView two =
                control.peerings().create(caller, asked("two", green, red)).orThrow();
        Peerings.Update update = new Peerings.Update(Optional.of("uno"), Optional.of("first"));
        Peering renamed = control.peerings()
                .update(caller, one.peering().id(), update)
                .orThrow()
                .peering();
        assertThat(renamed.meta().name()).isEqualTo("uno");
        assertThat(renamed.meta().description()).isEqualTo("first");
        assertThat(list(new Peerings.Filter(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(green), Optional.empty())))
                .containsExactlyInAnyOrder(one.peering().id(), two.peering().id());
        assertThat(list(new Peerings.Filter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Status.ACTIVE),
                        Optional.of(red),
                        Optional.empty())))
                .containsExactly(two.peering().id());
        assertThat(list(new Peerings.Filter(
                        Optional.of(one.peering().id()),
                        Optional.of("uno"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())))
                .containsExactly(one.peering().id());
        refused(control.vpcs().delete(caller, red), "", "vpc-peered");
        control.peerings().delete(caller, two.peering().id()).orThrow();
        control.vpcs().delete(caller, red).orThrow();
    }

    @Test
    void aChangeIsToldToThePeeringItsVpcsAndTheRoutesThroughIt() {
        PeeringId id = control.peerings()
                .create(caller, asked("pair", blue, green))
                .orThrow()
                .peering()
                .id();
        RouteView route = control.routeTables()
                .addDefaultRoute(
                        caller,
                        blue,
                        new RouteTables.Entry(
                                IpPrefix.of("10.1.0.0/16"),
                                new Towards.To("nexthop", new NextHop.ToPeering(id)),
                                Optional.empty()))
                .orThrow();
        assertThat(route.state()).isEqualTo(RouteView.State.ACTIVE);
        List<Change> changes = new CopyOnWriteArrayList<>();
        control.subscribe(changes::addAll);
        control.peerings().delete(caller, id).orThrow();
        assertThat(changes.stream().map(Change::object))
                .containsExactlyInAnyOrder(id, blue, green, route.route().id());
        RouteView after = control.snapshots().route(route.route().id()).orElseThrow();
        assertThat(after.state()).isEqualTo(RouteView.State.BLACKHOLE);
        assertThat(after.hop()).isEqualTo(new Hop.Gone());
        assertThat(control.snapshots().routesTo(id))
                .containsExactly(route.route().id());
    }

    private List<PeeringId> list(Peerings.Filter filter) {
        return control.peerings().list(caller, filter, Page.FIRST).stream()
                .map(view -> view.peering().id())
                .toList();
    }

    private VpcId vpc(Caller owner, String name, String cidr) {
        return control.vpcs()
                .create(owner, new Vpcs.Create(name, "", Optional.of(IpPrefix.of(cidr)), Map.of()))
                .orThrow()
                .id();
    }

    private static Subnets.Create dual(VpcId vpc, String name, String cidr, String cidrV6) {
        return new Subnets.Create(
                vpc,
                name,
                "",
                IpPrefix.of(cidr),
                Optional.empty(),
                Optional.of(IpPrefix.of(cidrV6)),
                Optional.empty(),
                Map.of());
    }

    private static Peerings.Create asked(String name, VpcId vpc, VpcId peer) {
        return new Peerings.Create(name, "", vpc, peer, Optional.empty(), Map.of());
    }

    private static Peerings.Create asked(String name, VpcId vpc, VpcId peer, ProjectId project) {
        return new Peerings.Create(name, "", vpc, peer, Optional.of(project), Map.of());
    }

    private static void refused(Outcome<?> outcome, String field, String code) {
        Refusal refusal = World.refusal(outcome);
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.field()).isEqualTo(field);
    }
}
