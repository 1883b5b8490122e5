package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.control.Topology.Action;
import dev.perch.control.Topology.Host;
import dev.perch.control.Topology.Net;
import dev.perch.control.Topology.Nic;
import dev.perch.control.Topology.Segment;
import dev.perch.control.Topology.Step;
import dev.perch.control.Topology.Vip;
import dev.perch.model.Audit;
import dev.perch.model.Refusal;
import dev.perch.model.Revision;
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
        Topology nested = new Topology(
                List.of(new Net(
                        "net",
                        Optional.empty(),
                        List.of(segment("front", "10.0.0.0/24"), segment("b", "10.0.0.0/25")))),
                List.of(),
                List.of());
        assertThat(World.refusal(topologies.apply(world.caller, nested, false)).message())
                .isEqualTo("vpcs[0].subnets[1].cidr: 10.0.0.0/25 overlaps 10.0.0.0/24 of the subnet 'front'");
        Topology nic = new Topology(
                List.of(new Net("net", Optional.empty(), List.of(segment("front", "10.0.0.0/24")))),
                List.of(new Host("web", "", List.of(nic("net/front", "10.0.0.9"), nic("net/back", "")))),
                List.of());
        assertThat(World.refusal(topologies.apply(world.caller, nic, false)).field())
                .isEqualTo("servers[0].nics[1].subnet");
        Topology twice = new Topology(
                List.of(), List.of(new Host("web", "", List.of()), new Host("web", "", List.of())), List.of());
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
        Topology clash = new Topology(
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

    private static Topology pair(String address, String... bind) {
        return new Topology(
                List.of(new Net(
                        "net", Optional.of(IpPrefix.of("10.0.0.0/16")), List.of(segment("front", "10.0.0.0/24")))),
                List.of(host("web-1", ""), host("web-2", "")),
                List.of(vip(address, bind)));
    }

    private static Segment segment(String name, String cidr) {
        return new Segment(name, IpPrefix.of(cidr), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Host host(String name, String address) {
        return new Host(name, "#!/bin/sh\n", List.of(nic("front", address)));
    }

    private static Nic nic(String subnet, String address) {
        return new Nic(
                subnet,
                address.isEmpty() ? Optional.empty() : Optional.of(IpAddress.of(address)),
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
                List.of(bind));
    }
}
