package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.AddressChoice;
import dev.perch.model.Binding.Made;
import dev.perch.model.Change;
import dev.perch.model.Move;
import dev.perch.model.Move.Cause;
import dev.perch.model.ObjectId.Kind;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.PairRules;
import dev.perch.model.Port;
import dev.perch.model.Port.AddressPair;
import dev.perch.model.Refusal;
import dev.perch.model.Revision;
import dev.perch.model.Tag;
import dev.perch.model.VirtualIp.Reach;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.store.Engine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How virtual IPs and ports come together and apart. */
@ParameterizedClass
@EnumSource(Engine.class)
final class BindingTest {
    @Parameter
    private Engine engine;

    private World world;
    private VirtualIps vips;
    private SubnetId subnet;
    private ServerView web;

    @BeforeEach
    void start(@TempDir Path folder) {
        world = new World(engine, folder);
        vips = world.control.virtualIps();
        subnet = world.subnet(world.vpc("net"), "front", "10.0.0.0/24");
        web = world.server("web-1", subnet);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void bindingByTheOperatorSwitchesTheCheckOffAndUnbindingSwitchesItOn() {
        VipId vip = world.vip(subnet, "front").vip().id();
        VipView bound = vips.bind(world.caller, vip, World.to(web)).orThrow();
        assertThat(bound.bindings()).singleElement().satisfies(binding -> {
            assertThat(binding.binding().made()).isEqualTo(Made.ON_VIP);
            assertThat(binding.passes()).isTrue();
            assertThat(binding.port().checked()).isFalse();
            assertThat(binding.text()).isEqualTo("10.0.0.2");
        });
        VipView unbound = vips.unbind(world.caller, vip, World.to(web)).orThrow();
        assertThat(unbound.bindings()).isEmpty();
        PortView port = world.control
                .ports()
                .get(world.caller, web.nics().getFirst().port().id())
                .orThrow();
        assertThat(port.port().checked()).isTrue();
    }

    @Test
    void bindingByAddressesLeavesTheCheckAndSaysThatPacketsDoNotPass() {
        VipId vip = world.vip(subnet, "front").vip().id();
        VipView bound =
                vips.bindAddresses(world.caller, vip, List.of("10.0.0.2")).orThrow();
        assertThat(bound.bindings()).singleElement().satisfies(binding -> {
            assertThat(binding.text()).isEqualTo("10.0.0.2");
            assertThat(binding.passes()).isFalse();
            assertThat(binding.whyNot()).contains("check is on");
        });
        assertThat(bound.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo("check-on");
            assertThat(warning.message()).contains("'web-1'");
        });
        Revision before = world.control.revision();
        vips.bindAddresses(world.caller, vip, List.of("10.0.0.2")).orThrow();
        assertThat(world.control.revision()).isEqualTo(before);
        assertThat(vips.bindAddresses(world.caller, vip, List.of()).orThrow().bindings())
                .isEmpty();
    }

    @Test
    void anAddressThatIsNoNicOfTheSubnetIsRefused() {
        VipId vip = world.vip(subnet, "front").vip().id();
        for (String text : List.of("10.0.0.77", "1.1.1.1/0", "10.0.0.0/24", "nonsense")) {
            Refusal refusal = World.refusal(vips.bindAddresses(world.caller, vip, List.of("10.0.0.2", text)));
            assertThat(refusal.code()).isEqualTo("vip-pair-not-nic");
            assertThat(refusal.field()).isEqualTo("allowed_address_pairs[1]");
            assertThat(refusal.message()).contains(text);
        }
        assertThat(vips.get(world.caller, vip).orThrow().bindings()).isEmpty();
    }

    @Test
    void aServerOfAnotherSubnetIsRefusedWithBothSubnetsNamed() {
        SubnetId back = world.subnet(world.vpc("other"), "back", "10.9.0.0/24");
        ServerView far = world.server("far", back);
        VipId vip = world.vip(subnet, "vip").vip().id();
        Refusal refusal = World.refusal(vips.bind(world.caller, vip, World.to(far)));
        assertThat(refusal.code()).isEqualTo("vip-in-other-subnet");
        assertThat(refusal.message())
                .isEqualTo("server: a virtual IP binds only within its own subnet: 'vip' is in the subnet 'front' "
                        + "(10.0.0.0/24), the server 'far' is in 'back' (10.9.0.0/24)");
    }

    @Test
    void aBoundVirtualIpIsNotReleasedHoweverItIsBound() {
        VipView vip = world.vip(subnet, "front");
        VipId id = vip.vip().id();
        PortId nic = web.nics().getFirst().port().id();
        vips.bind(world.caller, id, World.to(web)).orThrow();
        assertThat(World.refusal(vips.delete(world.caller, id)).code()).isEqualTo("vip-bound");
        vips.unbind(world.caller, id, World.to(web)).orThrow();
        String address = vip.vip().addresses().getFirst().toString();
        pairs(nic, address);
        assertThat(vips.get(world.caller, id).orThrow().bindings())
                .singleElement()
                .satisfies(binding -> {
                    assertThat(binding.binding().made()).isEqualTo(Made.BY_PAIR);
                    assertThat(binding.passes()).isTrue();
                });
        assertThat(World.refusal(vips.delete(world.caller, id)).message()).contains("the server 'web-1'");
        pairs(nic);
        vips.delete(world.caller, id).orThrow();
        assertThat(World.refusal(vips.get(world.caller, id)).sort()).isEqualTo(Refusal.Sort.ABSENT);
    }

    @Test
    void theMarkerAloneBindsNothing() {
        VipId vip = world.vip(subnet, "front").vip().id();
        pairs(web.nics().getFirst().port().id(), "1.1.1.1/0");
        assertThat(vips.get(world.caller, vip).orThrow().bindings()).isEmpty();
        vips.delete(world.caller, vip).orThrow();
    }

    @Test
    void aCheckThatTheUserSwitchedOffStaysOffAfterUnbinding() {
        VipId vip = world.vip(subnet, "front").vip().id();
        PortId nic = web.nics().getFirst().port().id();
        pairs(nic, "1.1.1.1/0");
        vips.bind(world.caller, vip, World.to(web)).orThrow();
        vips.unbind(world.caller, vip, World.to(web)).orThrow();
        assertThat(port(nic).checked()).isFalse();
    }

    @Test
    void theCheckComesBackOnlyWithTheLastBinding() {
        PortId nic = web.nics().getFirst().port().id();
        VipId one = world.vip(subnet, "one").vip().id();
        VipId two = world.vip(subnet, "two").vip().id();
        vips.bind(world.caller, one, World.to(web)).orThrow();
        vips.bind(world.caller, two, World.to(web)).orThrow();
        vips.unbind(world.caller, one, World.to(web)).orThrow();
        assertThat(port(nic).checked()).isFalse();
        vips.unbind(world.caller, two, World.to(web)).orThrow();
        assertThat(port(nic).checked()).isTrue();
    }

    @Test
    void fencingSuspendsABindingAndNeedsOne() {
        VipId vip = world.vip(subnet, "front").vip().id();
        assertThat(World.refusal(vips.fence(world.caller, vip, World.to(web))).code())
                .isEqualTo("vip-not-bound");
        vips.bind(world.caller, vip, World.to(web)).orThrow();
        VipView fenced = vips.fence(world.caller, vip, World.to(web)).orThrow();
        assertThat(fenced.bindings()).singleElement().satisfies(binding -> {
            assertThat(binding.binding().fenced()).isTrue();
            assertThat(binding.whyNot()).contains("fenced");
        });
        PortId nic = web.nics().getFirst().port().id();
        assertThat(world.control.snapshots().port(nic).orElseThrow().bound())
                .singleElement()
                .matches(Snapshots.BoundVip::fenced);
        assertThat(vips.unfence(world.caller, vip, World.to(web)).orThrow().bindings())
                .noneMatch(binding -> binding.binding().fenced());
    }

    @Test
    void bindingAnAddressThatNobodyHasMakesAVirtualIpOfTheVpc() {
        PortId nic = web.nics().getFirst().port().id();
        IpAddress address = IpAddress.of("10.0.0.50");
        VipView made =
                vips.bindByAddress(world.caller, nic, subnet, address, true).orThrow();
        assertThat(made.vip().reach()).isEqualTo(Reach.VPC);
        assertThat(made.vip().addresses()).containsExactly(address);
        assertThat(made.bindings()).singleElement().matches(b -> b.binding().made() == Made.ON_VIP);
        vips.unbindAll(world.caller, nic, true).orThrow();
        assertThat(vips.get(world.caller, made.vip().id()).orThrow().bindings()).isEmpty();
        assertThat(port(nic).pairs()).isEmpty();
    }

    @Test
    void aBlankAddressAmongTheAddressPairsOfANicIsAVirtualIp() {
        PortView blank = world.control
                .ports()
                .create(world.caller, World.port(subnet, AddressChoice.exactly(IpAddress.of("10.0.0.60"))))
                .orThrow();
        pairs(web.nics().getFirst().port().id(), "10.0.0.60");

        VipView vip =
                vips.get(world.caller, new VipId(blank.port().id().value())).orThrow();
        assertThat(vip.vip().reach()).isEqualTo(Reach.VPC);
        assertThat(vip.bindings()).singleElement().satisfies(binding -> {
            assertThat(binding.binding().made()).isEqualTo(Made.BY_PAIR);
            assertThat(binding.passes()).isTrue();
        });
    }

    @Test
    void theAddressOfAnotherServersNicAmongTheAddressPairsStaysThatServers() {
        ServerView other = world.server("web-2", subnet);
        PortId nic = other.nics().getFirst().port().id();
        pairs(
                web.nics().getFirst().port().id(),
                port(nic).addresses().getFirst().toString());

        assertThat(port(nic).attachment()).isPresent();
    }

    @Test
    void aBlankPortBecomesTheVirtualIpOfTheSameId() {
        PortView blank = world.control
                .ports()
                .create(world.caller, World.port(subnet, AddressChoice.exactly(IpAddress.of("10.0.0.60"))))
                .orThrow();
        List<Tag> tags = List.of(new Tag("env", "live"));
        world.control.tags().set(world.caller, blank.port().id(), tags).orThrow();
        PortId nic = web.nics().getFirst().port().id();
        VipView made = vips.bindByAddress(world.caller, nic, subnet, IpAddress.of("10.0.0.60"), false)
                .orThrow();
        assertThat(made.vip().id().value()).isEqualTo(blank.port().id().value());
        assertThat(made.vip().mac()).isEqualTo(blank.port().mac());
        assertThat(world.control.tags().find(world.caller, Kind.VIP, List.of(), ""))
                .containsExactly(new Tags.Tagged(made.vip().id(), "", tags));
        assertThat(world.control.tags().used(world.caller, Kind.PORT)).isEmpty();
        assertThat(made.bindings()).singleElement().matches(b -> b.binding().made() == Made.BY_PAIR);
        assertThat(World.refusal(world.control
                                .ports()
                                .get(world.caller, blank.port().id()))
                        .code())
                .isEqualTo("not-found");
        Refusal own = World.refusal(vips.bindByAddress(world.caller, nic, subnet, IpAddress.of("10.0.0.2"), false));
        assertThat(own.code()).isEqualTo("address-not-bindable");
    }

    @Test
    void deletingAServerDropsItsBindings() {
        VipId vip = world.vip(subnet, "front").vip().id();
        vips.bind(world.caller, vip, World.to(web)).orThrow();
        List<Change> changes = new CopyOnWriteArrayList<>();
        world.control.subscribe(changes::addAll);
        world.control.servers().delete(world.caller, web.server().id()).orThrow();
        assertThat(changes)
                .extracting(change -> (Object) change.object())
                .contains(vip, web.server().id());
        assertThat(vips.get(world.caller, vip).orThrow().bindings()).isEmpty();
        vips.delete(world.caller, vip).orThrow();
    }

    @Test
    void severalNicsOfOneServerInTheSubnetAreWarnedAbout() {
        ServerView two = world.server("two", subnet, subnet);
        VipId vip = world.vip(subnet, "front").vip().id();
        VipView bound = vips.bind(world.caller, vip, World.to(two)).orThrow();
        assertThat(bound.warnings()).extracting(Warning::code).containsExactly("several-nics");
        assertThat(bound.bindings().getFirst().port().id())
                .isEqualTo(two.nics().getFirst().port().id());
    }

    @Test
    void aStandbyThatForwardsIsReportedUntilItHolds() {
        VipId vip = world.vip(subnet, "front").vip().id();
        vips.bind(world.caller, vip, World.to(web)).orThrow();
        world.control.statuses().recordForwarding(web.server().id(), true);
        assertThat(vips.get(world.caller, vip).orThrow().warnings())
                .extracting(Warning::code)
                .containsExactly("standby-forwards");
        Port nic = web.nics().getFirst().port();
        Move move = new Move(
                vip,
                Family.IPV4,
                1,
                Optional.empty(),
                Optional.of(nic.id()),
                Cause.CLAIM,
                "gratuitous ARP",
                Instant.EPOCH);
        assertThat(world.control.holders().record(move, Optional.of(nic.mac()))).isTrue();
        assertThat(world.control.holders().record(move, Optional.of(nic.mac()))).isFalse();
        VipView held = vips.get(world.caller, vip).orThrow();
        assertThat(held.warnings()).isEmpty();
        assertThat(held.holders()).singleElement().satisfies(holder -> {
            assertThat(holder.holding().epoch()).isEqualTo(1);
            assertThat(holder.server().orElseThrow().name()).isEqualTo("web-1");
        });
        assertThat(world.control.holders().moves(vip, 10)).containsExactly(move);
        assertThat(world.control.events().after(0, Events.Filter.ALL, 100))
                .filteredOn(event -> event.type().equals("vip.moved"))
                .singleElement()
                .satisfies(event -> assertThat(event.message()).contains("from nobody to 'web-1'"));
    }

    private void pairs(PortId port, String... texts) {
        List<AddressPair> pairs = Stream.of(texts)
                .map(text -> PairRules.parse("", text, Optional.empty()).orThrow())
                .toList();
        world.control
                .ports()
                .update(
                        world.caller,
                        port,
                        new Ports.Update(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(pairs),
                                Optional.empty(),
                                Map.of()))
                .orThrow();
    }

    private Port port(PortId id) {
        return world.control.ports().get(world.caller, id).orThrow().port();
    }
}
