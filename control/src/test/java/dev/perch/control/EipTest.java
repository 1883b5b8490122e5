package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perch.control.EipView.Status;
import dev.perch.control.Eips.Target;
import dev.perch.model.AddressChoice;
import dev.perch.model.Bandwidth;
import dev.perch.model.Change;
import dev.perch.model.EipRefusal.BandwidthInvalid;
import dev.perch.model.EipRefusal.EipBound;
import dev.perch.model.EipRefusal.EipInUse;
import dev.perch.model.EipRefusal.EipNotReleasable;
import dev.perch.model.EipRefusal.EipOutsidePool;
import dev.perch.model.EipRefusal.EipReserved;
import dev.perch.model.EipRefusal.EipTargetAbsent;
import dev.perch.model.EipRefusal.HasEip;
import dev.perch.model.EipRefusal.NoFreeEip;
import dev.perch.model.EipRefusal.TargetHasEip;
import dev.perch.model.EipRefusal.TargetLacksFamily;
import dev.perch.model.EipRefusal.VipWithinVpc;
import dev.perch.model.Move;
import dev.perch.model.NameRefusal.NotFound;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.ProjectId;
import dev.perch.model.ProviderPools;
import dev.perch.model.Refusal;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import dev.perch.store.Engine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Elastic IPs from allocation to release. */
@ParameterizedClass
@EnumSource(Engine.class)
final class EipTest {
    @Parameter
    private Engine engine;

    private World world;
    private Eips eips;
    private VpcId vpc;
    private SubnetId subnet;
    private ServerView web;
    private VipId vip;

    @BeforeEach
    void start(@TempDir Path folder) {
        world = new World(engine, folder);
        eips = world.control.eips();
        vpc = world.vpc("net");
        subnet = world.subnet(vpc, "front", "10.0.0.0/24");
        web = world.server("web-1", subnet);
        vip = world.vip(subnet, "service").vip().id();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void theLowestFreeAddressIsGivenOutAndTheOneThatCameBackFirst() {
        EipView first = eip("a");
        assertThat(first.eip().address()).hasToString("198.18.0.2"); // .1 is the gateway
        assertThat(first.eip().bandwidth().megabits()).isEmpty();
        assertThat(first.status()).isEqualTo(Status.UNBOUND);
        EipView second = eip("b");
        assertThat(second.eip().address()).hasToString("198.18.0.3");
        eips.delete(world.caller, first.eip().id()).orThrow();
        assertThat(eip("c").eip().address()).isEqualTo(first.eip().address());
        assertThat(eips.create(world.caller, request("six", Family.IPV6, ""), Optional.empty())
                        .orThrow()
                        .eip()
                        .address())
                .hasToString("2001:2::2");
    }

    @Test
    void addressesThatCannotBeGivenOutAreRefused() {
        eip("a");
        assertThat(asked("198.19.0.1")).isInstanceOf(EipOutsidePool.class);
        assertThat(asked("198.18.0.0")).isInstanceOf(EipReserved.class);
        assertThat(asked("198.18.0.1").message()).isEqualTo("address: 198.18.0.1 is reserved: the gateway");
        assertThat(asked("198.18.255.255").message())
                .isEqualTo("address: 198.18.255.255 is reserved: the broadcast address");
        assertThat(asked("198.18.0.2")).isEqualTo(new EipInUse("address", IpAddress.of("198.18.0.2")));
        assertThat(eips.create(world.caller, request("x", Family.IPV4, "198.18.77.7"), Optional.empty())
                        .orThrow()
                        .eip()
                        .address())
                .hasToString("198.18.77.7");
    }

    @Test
    void anEmptyPoolIsRefused() {
        world.restart(pools("198.18.0.0/29", "2001:2::/64"));
        eips = world.control.eips();
        List<EipView> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(eip("n" + i));
        }
        assertThat(all).extracting(view -> view.eip().address()).doesNotHaveDuplicates();
        assertThat(World.refusal(eips.create(world.caller, request("one too many", Family.IPV4, ""), Optional.empty())))
                .isInstanceOf(NoFreeEip.class);
    }

    @Test
    void aBandwidthHasLimits() {
        assertThat(World.refusal(eips.create(
                        world.caller,
                        new Eips.Create("", "", Family.IPV4, Optional.empty(), "", "", Optional.of(0), Map.of()),
                        Optional.empty())))
                .isEqualTo(new BandwidthInvalid("bandwidth", 0));
        EipView eip = eip("a");
        assertThat(World.refusal(eips.update(world.caller, eip.eip().id(), rate(Optional.of(2001)))))
                .isEqualTo(new BandwidthInvalid("bandwidth", 2001));
        Bandwidth limited = eips.update(world.caller, eip.eip().id(), rate(Optional.of(2000)))
                .orThrow()
                .eip()
                .bandwidth();
        assertThat(limited.megabits()).contains(2000);
        assertThat(eips.ofBandwidth(world.caller, limited.id()).orThrow().eip().id())
                .isEqualTo(eip.eip().id());
        assertThat(eips.update(world.caller, eip.eip().id(), rate(Optional.empty()))
                        .orThrow()
                        .eip()
                        .bandwidth()
                        .megabits())
                .isEmpty();
    }

    @Test
    void anEipOfAVirtualIpIsAsItsHolderIs() {
        EipId id = eip("a").eip().id();
        EipView bound = eips.bind(world.caller, id, new Target.OfVip(vip)).orThrow();
        assertThat(bound.status()).isEqualTo(Status.NO_HOLDER);
        assertThat(bound.bound()).hasValueSatisfying(to -> {
            assertThat(to.id()).isEqualTo(vip);
            assertThat(to.name()).isEqualTo("service");
            assertThat(to.address()).hasToString("10.0.0.252");
        });
        PortId nic = web.nics().getFirst().port().id();
        world.control
                .holders()
                .record(
                        new Move(
                                vip,
                                Family.IPV4,
                                1,
                                Optional.empty(),
                                Optional.of(nic),
                                Move.Cause.CLAIM,
                                "",
                                Instant.EPOCH),
                        Optional.of(MacAddress.of("02:00:00:00:00:01")));
        EipView held = eips.get(world.caller, id).orThrow();
        assertThat(held.status()).isEqualTo(Status.ACTIVE);
        assertThat(held.holder().orElseThrow().server().orElseThrow().meta().name())
                .isEqualTo("web-1");
        assertThat(world.control.virtualIps().get(world.caller, vip).orThrow().eips())
                .containsExactly(held.eip());
    }

    @Test
    void anEipOfAPortIsActiveWhileSomethingIsPluggedIn() {
        PortId free = world.control
                .ports()
                .create(world.caller, World.port(subnet, AddressChoice.FIRST))
                .orThrow()
                .port()
                .id();
        EipId id = eip("a").eip().id();
        assertThat(eips.bind(world.caller, id, new Target.OfPort(free))
                        .orThrow()
                        .status())
                .isEqualTo(Status.NOT_PLUGGED);
        EipView moved = eips.rebind(
                        world.caller, id, new Target.OfServer(web.server().id()))
                .orThrow();
        assertThat(moved.status()).isEqualTo(Status.ACTIVE);
        assertThat(moved.bound().orElseThrow().server().orElseThrow().meta().name())
                .isEqualTo("web-1");
        assertThat(world.control
                        .servers()
                        .get(world.caller, web.server().id())
                        .orThrow()
                        .nics()
                        .getFirst()
                        .eips())
                .containsExactly(moved.eip());
    }

    @Test
    void bindingsThatCannotBeAreRefused() {
        EipId a = eip("a").eip().id();
        EipId b = eip("b").eip().id();
        EipId six = eips.create(world.caller, request("six", Family.IPV6, ""), Optional.empty())
                .orThrow()
                .eip()
                .id();
        eips.bind(world.caller, a, new Target.OfVip(vip)).orThrow();
        assertThat(eips.bind(world.caller, a, new Target.OfVip(vip))
                        .orThrow()
                        .eip()
                        .target())
                .isPresent();
        assertThat(refused(a, new Target.OfServer(web.server().id()))).isEqualTo(new EipBound("server", a, vip));
        assertThat(refused(b, new Target.OfVip(vip))).isEqualTo(new TargetHasEip("vip", vip, Family.IPV4, a));
        assertThat(refused(six, new Target.OfVip(vip))).isEqualTo(new TargetLacksFamily("vip", vip, Family.IPV6));
        UUID nobody = new UUID(4, 4);
        assertThat(refused(b, new Target.OfEither(nobody.toString())))
                .isEqualTo(new EipTargetAbsent("port_id", nobody.toString()));
        assertThat(refused(b, new Target.OfVip(new VipId(nobody)))).isInstanceOf(NotFound.class);
        VipId within = world.control
                .virtualIps()
                .bindByAddress(
                        world.caller, web.nics().getFirst().port().id(), subnet, IpAddress.of("10.0.0.77"), false)
                .orThrow()
                .vip()
                .id();
        assertThat(refused(b, new Target.OfVip(within))).isEqualTo(new VipWithinVpc("vip", within));
        // a rebind that is refused leaves the EIP where it was
        assertThat(World.refusal(eips.rebind(world.caller, a, new Target.OfVip(within))))
                .isInstanceOf(VipWithinVpc.class);
        assertThat(eips.get(world.caller, a).orThrow().bound().orElseThrow().id())
                .isEqualTo(vip);
    }

    @Test
    void whatHasAnEipStaysAndSoDoesABoundEip() {
        PortId free = world.control
                .ports()
                .create(world.caller, World.port(subnet, AddressChoice.FIRST))
                .orThrow()
                .port()
                .id();
        EipId a = eips.create(world.caller, request("a", Family.IPV4, ""), Optional.of(new Target.OfVip(vip)))
                .orThrow()
                .eip()
                .id();
        EipId b = eips.create(world.caller, request("b", Family.IPV4, ""), Optional.of(new Target.OfPort(free)))
                .orThrow()
                .eip()
                .id();
        assertThat(World.refusal(eips.delete(world.caller, a))).isEqualTo(new EipNotReleasable("", a, vip));
        assertThat(World.refusal(world.control.virtualIps().delete(world.caller, vip)))
                .isEqualTo(new HasEip("", vip, a));
        assertThat(World.refusal(world.control.ports().delete(world.caller, free)))
                .isEqualTo(new HasEip("", free, b));
        eips.unbind(world.caller, a).orThrow();
        eips.unbind(world.caller, a).orThrow();
        eips.delete(world.caller, a).orThrow();
        world.control.virtualIps().delete(world.caller, vip).orThrow();
    }

    @Test
    void aServerThatGoesLeavesItsEipsUnboundOrTakesThemAlong() {
        ServerView other = world.server("web-2", subnet);
        EipId kept = eips.create(
                        world.caller,
                        request("kept", Family.IPV4, ""),
                        Optional.of(new Target.OfServer(web.server().id())))
                .orThrow()
                .eip()
                .id();
        EipId gone = eips.create(
                        world.caller,
                        request("gone", Family.IPV4, ""),
                        Optional.of(new Target.OfServer(other.server().id())))
                .orThrow()
                .eip()
                .id();
        world.control
                .servers()
                .delete(world.caller, web.server().id(), eip -> false)
                .orThrow();
        world.control
                .servers()
                .delete(world.caller, other.server().id(), eip -> true)
                .orThrow();
        assertThat(eips.get(world.caller, kept).orThrow().status()).isEqualTo(Status.UNBOUND);
        assertThat(World.refusal(eips.get(world.caller, gone))).isInstanceOf(NotFound.class);
    }

    @Test
    void anEipComesWithItsServerOrNeitherComes() {
        Servers.Create request =
                new Servers.Create("web-3", "", "", Optional.of(vpc), List.of(World.nic(subnet)), List.of(), Map.of());
        ServerView made = world.control
                .servers()
                .createAll(
                        world.caller,
                        List.of(request),
                        Optional.of(new Servers.PublicIp.New(request("fresh", Family.IPV4, ""))))
                .orThrow()
                .getFirst();
        assertThat(made.nics().getFirst().eips())
                .singleElement()
                .satisfies(eip -> assertThat(eip.meta().name()).isEqualTo("fresh"));
        EipId taken = made.nics().getFirst().eips().getFirst().id();
        assertThat(World.refusal(world.control
                                .servers()
                                .createAll(
                                        world.caller,
                                        List.of(request),
                                        Optional.of(new Servers.PublicIp.Existing(taken))))
                        .root())
                .isInstanceOf(EipBound.class);
        assertThat(world.control.servers().list(world.caller, Optional.of("web-3"), Page.FIRST))
                .hasSize(1);
    }

    @Test
    void theVpcIsToldOfItsFirstAndOfItsLastEipOnly() {
        EipId a = eip("a").eip().id();
        EipId b = eip("b").eip().id();
        assertThat(changes(
                        () -> eips.bind(world.caller, a, new Target.OfVip(vip)).orThrow()))
                .containsExactlyInAnyOrder(a, vpc);
        assertThat(changes(() -> eips.bind(
                                world.caller,
                                b,
                                new Target.OfServer(web.server().id()))
                        .orThrow()))
                .containsExactly(b);
        assertThat(world.control.snapshots().hasEips(vpc)).isTrue();
        assertThat(world.control.snapshots().eipsOf(vip)).singleElement().satisfies(facts -> {
            assertThat(facts.eip().id()).isEqualTo(a);
            assertThat(facts.inside().orElseThrow().address()).hasToString("10.0.0.252");
            assertThat(facts.inside().orElseThrow().subnet().id()).isEqualTo(subnet);
        });
        assertThat(world.control.snapshots().everything().eips())
                .hasSize(2)
                .contains(world.control.snapshots().eip(a).orElseThrow());
        assertThat(changes(() -> eips.unbind(world.caller, a).orThrow())).containsExactly(a);
        assertThat(changes(() -> eips.unbind(world.caller, b).orThrow())).containsExactlyInAnyOrder(b, vpc);
        assertThat(world.control.snapshots().hasEips(vpc)).isFalse();
    }

    @Test
    void anEipIsFoundByIdNameAndAddressInItsProjectOnly() {
        EipView eip = eip("a");
        for (String reference : List.of(eip.eip().id().toString(), "a", "198.18.0.2")) {
            assertThat(eips.find(world.caller, reference).orThrow().eip().id())
                    .isEqualTo(eip.eip().id());
            Caller stranger = new Caller(new ProjectId("f".repeat(32)), "stranger");
            assertThat(World.refusal(eips.find(stranger, reference))).isInstanceOf(NotFound.class);
        }
    }

    @Test
    void theFilterTakesAnyOfItsValues() {
        EipView a = eips.create(world.caller, request("a", Family.IPV4, ""), Optional.of(new Target.OfVip(vip)))
                .orThrow();
        EipView b = eip("b");
        eips.create(world.caller, request("six", Family.IPV6, ""), Optional.empty())
                .orThrow();
        assertThat(eips.list(world.caller, Eips.Filter.ALL, Page.FIRST)).hasSize(3);
        assertThat(names(new Eips.Filter(
                        Optional.of(Family.IPV4), List.of(), List.of(), List.of(), List.of(), List.of(), List.of())))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(names(new Eips.Filter(
                        Optional.empty(),
                        List.of(a.eip().id().toString(), "nothing"),
                        List.of("a", "b"),
                        List.of(a.eip().address().toString(), "junk"),
                        List.of(vip.toString()),
                        List.of("10.0.0.252"),
                        List.of(a.eip().bandwidth().id().toString()))))
                .containsExactly("a");
    }

    @Test
    void thePoolChangesOnlyWhenNoEipIsLeftOutside() {
        eip("a");
        eip("b");
        assertThatThrownBy(() -> world.restart(pools("192.0.2.0/24", "2001:2::/64")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot become 192.0.2.0/24")
                .hasMessageContaining("it was 198.18.0.0/16 with the gateway 198.18.0.1")
                .hasMessageContaining("2 EIPs, 198.18.0.2 among them, are not in the new one");
        world.restart(pools("198.18.0.0/24", "2001:db8:7::/64"));
        eips = world.control.eips();
        assertThat(eip("c").eip().address()).hasToString("198.18.0.4");
        assertThat(eips.create(world.caller, request("six", Family.IPV6, ""), Optional.empty())
                        .orThrow()
                        .eip()
                        .address())
                .hasToString("2001:db8:7::2");
    }

    private Set<ObjectId> changes(Runnable work) {
        List<Change> seen = new CopyOnWriteArrayList<>();
        world.control.subscribe(seen::addAll);
        work.run();
        Set<ObjectId> objects = new HashSet<>();
        seen.forEach(change -> objects.add(change.object()));
        return objects;
    }

    private EipView eip(String name) {
        return eips.create(world.caller, request(name, Family.IPV4, ""), Optional.empty())
                .orThrow();
    }

    private List<String> names(Eips.Filter filter) {
        List<String> names = eips.list(world.caller, filter, Page.FIRST).stream()
                .map(view -> view.eip().meta().name())
                .toList();
        assertThat(eips.count(world.caller, filter)).isEqualTo(names.size());
        return names;
    }

    private Refusal refused(EipId eip, Target target) {
        return World.refusal(eips.bind(world.caller, eip, target));
    }

    private Refusal asked(String address) {
        return World.refusal(eips.create(world.caller, request("", Family.IPV4, address), Optional.empty()));
    }

    static Eips.Create request(String name, Family family, String address) {
        return new Eips.Create(
                name,
                "",
                family,
                address.isEmpty() ? Optional.empty() : Optional.of(IpAddress.of(address)),
                "5_bgp",
                "",
                Optional.empty(),
                Map.of());
    }

    private static Eips.Update rate(Optional<Integer> megabits) {
        return new Eips.Update(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(new Eips.Rate(megabits)), Map.of());
    }

    private static ProviderPools pools(String ipv4, String ipv6) {
        return new ProviderPools(pool(ipv4), pool(ipv6));
    }

    private static ProviderPools.Pool pool(String prefix) {
        return ProviderPools.Pool.of("pool", IpPrefix.of(prefix), "gateway", Optional.empty())
                .orThrow();
    }
}
