package dev.perch.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Compiler.PortFacts;
import dev.perch.fabric.Intent.Blackhole;
import dev.perch.fabric.Intent.PeeringIntent;
import dev.perch.fabric.Intent.RouteIntent;
import dev.perch.fabric.Intent.ThroughPeering;
import dev.perch.fabric.Intent.ToAddress;
import dev.perch.fabric.RouteCompiler.AtPeering;
import dev.perch.fabric.RouteCompiler.AtPort;
import dev.perch.fabric.RouteCompiler.AtVip;
import dev.perch.fabric.RouteCompiler.Gone;
import dev.perch.fabric.RouteCompiler.NextHopFacts;
import dev.perch.fabric.RouteCompiler.RouteFacts;
import dev.perch.model.GroupSet;
import dev.perch.model.Meta;
import dev.perch.model.NextHop;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.RouteId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Peering;
import dev.perch.model.Peering.Status;
import dev.perch.model.Port;
import dev.perch.model.Port.Attachment;
import dev.perch.model.Port.HostNamespace;
import dev.perch.model.Port.ServerNic;
import dev.perch.model.ProjectId;
import dev.perch.model.Revision;
import dev.perch.model.Route;
import dev.perch.model.RouteTable;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouteCompilerTest {
    private static final ProjectId PROJECT = new ProjectId("0".repeat(32));
    private static final Meta META =
            new Meta(PROJECT, "x", "", Map.of(), Instant.EPOCH, Instant.EPOCH, new Revision(1));
    private static final VpcId VPC = new VpcId(new UUID(1, 1));
    private static final ServerId SERVER = new ServerId(new UUID(2, 2));
    private static final Subnet SUBNET = new Subnet(
            new SubnetId(new UUID(3, 3)),
            VPC,
            META,
            new Subnet.Range(UUID.randomUUID(), IpPrefix.of("10.0.0.0/24"), IpAddress.of("10.0.0.1")),
            Optional.of(new Subnet.Range(UUID.randomUUID(), IpPrefix.of("fd00::/64"), IpAddress.of("fd00::1"))));
    private static final RouteTable TABLE = new RouteTable(new RouteTableId(new UUID(4, 4)), VPC, META, false, 1001);
    private static final Attachment PLUG = new HostNamespace("/run/netns/blue", "net0");

    private final RouteCompiler compiler = new RouteCompiler(
            new Compiler(server -> server.equals(SERVER) ? Optional.of("/run/netns/up") : Optional.empty()));

    @Test
    void anActivePeeringIsALinkWithItsOwnMacsAtBothEnds() {
        PeeringIntent intent = compiler.peering(peering(Status.ACTIVE)).orElseThrow();

        assertThat(intent.vpc()).isEqualTo(VPC);
        assertThat(intent.mac()).hasToString("02:50:53:ab:cd:ef");
        assertThat(intent.peerMac()).hasToString("02:50:54:ab:cd:ef");
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"PENDING_ACCEPTANCE", "REJECTED"})
    void aPeeringThatIsNotActiveIsNotInTheFabricAndItsRoutesAreBlackHoles(Status status) {
        assertThat(compiler.peering(peering(status))).isEmpty();
        assertThat(hop("10.1.0.0/16", new AtPeering(peering(status)))).isEqualTo(new Blackhole());
    }

    @Test
    void aRouteThroughAnActivePeeringLeadsThere() {
        assertThat(hop("10.1.0.0/16", new AtPeering(peering(Status.ACTIVE))))
                .isEqualTo(new ThroughPeering(peering(Status.ACTIVE).id()));
    }

    @Test
    void aTableSaysForWhomItIs() {
        assertThat(compiler.table(TABLE, Set.of(SUBNET.id())).subnets()).containsExactly(SUBNET.id());
        assertThat(compiler.table(TABLE, Set.of(SUBNET.id())).number()).isEqualTo(1001);
    }

    @Test
    void aRouteToAPortLeadsToItsAddressOfTheRoutesFamily() {
        NextHopFacts port = port(Optional.of(PLUG), true, "10.0.0.9", "fd00::9");

        assertThat(hop("192.0.2.0/24", port)).isEqualTo(new ToAddress(SUBNET.id(), IpAddress.of("10.0.0.9")));
        assertThat(hop("::/0", port)).isEqualTo(new ToAddress(SUBNET.id(), IpAddress.of("fd00::9")));
    }

    @Test
    void aRouteToAPortWithoutAnAddressOfTheRoutesFamilyIsABlackHole() {
        assertThat(hop("::/0", port(Optional.of(PLUG), true, "10.0.0.9"))).isEqualTo(new Blackhole());
    }

    @Test
    void aRouteToAnUnpluggedPortADownServerOrAPulledCableIsABlackHole() {
        Attachment down = new ServerNic(new ServerId(new UUID(9, 9)), 0, true);

        assertThat(hop("192.0.2.0/24", port(Optional.empty(), true, "10.0.0.9")))
                .isEqualTo(new Blackhole());
        assertThat(hop("192.0.2.0/24", port(Optional.of(down), true, "10.0.0.9")))
                .isEqualTo(new Blackhole());
        assertThat(hop("192.0.2.0/24", port(Optional.of(PLUG), false, "10.0.0.9")))
                .isEqualTo(new Blackhole());
    }

    @Test
    void aRouteToAServerThatRunsLeadsToItsNic() {
        Attachment nic = new ServerNic(SERVER, 0, true);

        assertThat(hop("192.0.2.0/24", port(Optional.of(nic), true, "10.0.0.9")))
                .isEqualTo(new ToAddress(SUBNET.id(), IpAddress.of("10.0.0.9")));
    }

    @Test
    void aRouteToAVirtualIpLeadsToItsAddressWhoeverHoldsIt() {
        assertThat(hop("192.0.2.0/24", new AtVip(vip("10.0.0.100", "fd00::100"))))
                .isEqualTo(new ToAddress(SUBNET.id(), IpAddress.of("10.0.0.100")));
        assertThat(hop("::/0", new AtVip(vip("10.0.0.100", "fd00::100"))))
                .isEqualTo(new ToAddress(SUBNET.id(), IpAddress.of("fd00::100")));
        assertThat(hop("::/0", new AtVip(vip("10.0.0.100")))).isEqualTo(new Blackhole());
    }

    @Test
    void aRouteToWhatIsGoneIsABlackHole() {
        RouteIntent intent = compiler.route(facts("192.0.2.0/24", new Gone()));

        assertThat(intent.hop()).isEqualTo(new Blackhole());
        assertThat(intent.table()).isEqualTo(1001);
        assertThat(intent.vpc()).isEqualTo(VPC);
    }

    private Intent.Hop hop(String destination, NextHopFacts nextHop) {
        return compiler.route(facts(destination, nextHop)).hop();
    }

    private static RouteFacts facts(String destination, NextHopFacts nextHop) {
        Route route = new Route(
                new RouteId(new UUID(5, 5)),
                TABLE.id(),
                IpPrefix.of(destination),
                new NextHop.ToPort(new PortId(new UUID(6, 6))),
                "",
                "");
        return new RouteFacts(route, TABLE, nextHop);
    }

    private static Peering peering(Status status) {
        return new Peering(new PeeringId(new UUID(7, 0xabcdef)), META, VPC, new VpcId(new UUID(8, 8)), PROJECT, status);
    }

    private static NextHopFacts port(Optional<Attachment> attachment, boolean linkUp, String... addresses) {
        Port port = new Port(
                new PortId(new UUID(6, 6)),
                SUBNET.id(),
                META,
                MacAddress.of("fa:16:3e:00:00:09"),
                addresses(addresses),
                attachment,
                List.of(),
                GroupSet.NONE);
        return new AtPort(new PortFacts(port, SUBNET, List.of(), List.of(), linkUp));
    }

    private static VirtualIp vip(String... addresses) {
        return new VirtualIp(
                new VipId(new UUID(10, 10)),
                SUBNET.id(),
                META,
                addresses(addresses),
                MacAddress.of("fa:16:3e:00:00:64"),
                VirtualIp.Reach.EVERYWHERE,
                Optional.empty(),
                GroupSet.NONE,
                VirtualIp.FlowFate.RESET);
    }

    private static List<IpAddress> addresses(String... texts) {
        return Arrays.stream(texts).map(IpAddress::of).toList();
    }
}
