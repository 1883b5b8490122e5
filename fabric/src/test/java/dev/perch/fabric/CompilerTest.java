package dev.perch.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Compiler.BoundVip;
import dev.perch.fabric.Compiler.PortFacts;
import dev.perch.fabric.Intent.Gateway;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.model.GroupSet;
import dev.perch.model.Meta;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Port;
import dev.perch.model.Port.AddressPair;
import dev.perch.model.Port.Attachment;
import dev.perch.model.Port.HostNamespace;
import dev.perch.model.Port.ServerNic;
import dev.perch.model.ProjectId;
import dev.perch.model.Revision;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CompilerTest {
    private static final ServerId SERVER = new ServerId(new UUID(1, 1));
    private static final Meta META =
            new Meta(new ProjectId("0".repeat(32)), "x", "", Map.of(), Instant.EPOCH, Instant.EPOCH, new Revision(1));
    private static final Subnet SUBNET = new Subnet(
            new SubnetId(new UUID(2, 0xabcdef)),
            new VpcId(new UUID(3, 3)),
            META,
            range("10.0.0.0/24", "10.0.0.1"),
            Optional.of(range("fd00::/64", "fd00::1")));

    private final Compiler compiler =
            new Compiler(server -> server.equals(SERVER) ? Optional.of("/run/netns/up") : Optional.empty());

    @Test
    void aSubnetsRouterHasTheGatewaysAndAMacThatStaysTheSame() {
        Intent.SubnetIntent intent = compiler.subnet(SUBNET);

        assertThat(intent.gateways())
                .containsExactly(new Gateway(IpAddress.of("10.0.0.1"), 24), new Gateway(IpAddress.of("fd00::1"), 64));
        assertThat(intent.routerMac()).hasToString("02:50:52:ab:cd:ef");
    }

    @Test
    void aPortWithoutAPlugIsNotInTheFabric() {
        assertThat(compiler.port(facts(port(Optional.empty()), true))).isEmpty();
    }

    @Test
    void aNicOfAServerThatIsDownIsNotInTheFabric() {
        Attachment nic = new ServerNic(new ServerId(new UUID(9, 9)), 0, true);

        assertThat(compiler.port(facts(port(Optional.of(nic)), true))).isEmpty();
    }

    @Test
    void aPrimaryNicIsSeededWithItsAddressesAndTheDefaultRoutes() {
        PortIntent intent = compile(new ServerNic(SERVER, 0, true));

        assertThat(intent.plug().namespace()).isEqualTo("/run/netns/up");
        assertThat(intent.plug().interfaceName()).isEqualTo("eth0");
        assertThat(intent.plug().seeds())
                .containsExactly(new Gateway(IpAddress.of("10.0.0.9"), 24), new Gateway(IpAddress.of("fd00::9"), 64));
        assertThat(intent.plug().defaultRoutes()).containsExactly(IpAddress.of("10.0.0.1"), IpAddress.of("fd00::1"));
    }

    @Test
    void aSecondNicHasNoDefaultRoute() {
        PortIntent intent = compile(new ServerNic(SERVER, 1, true));

        assertThat(intent.plug().interfaceName()).isEqualTo("eth1");
        assertThat(intent.plug().defaultRoutes()).isEmpty();
    }

    @Test
    void aForeignInterfaceIsPluggedWhereItIs() {
        PortIntent intent = compile(new HostNamespace("/run/netns/blue", "net0"));

        assertThat(intent.plug().namespace()).isEqualTo("/run/netns/blue");
        assertThat(intent.plug().interfaceName()).isEqualTo("net0");
    }

    @Test
    void theMarkerSwitchesTheCheckOffAndIsNoPair() {
        PortIntent intent = compile(new ServerNic(SERVER, 0, true), pair("1.1.1.1/0"), pair("10.0.0.200"));

        assertThat(intent.checked()).isFalse();
        assertThat(intent.pairs()).containsExactly(IpPrefix.of("10.0.0.200/32"));
    }

    @Test
    void boundVirtualIpsMayBeClaimedUnlessFencedAndBringTheirVirtualMacs() {
        Port port = port(Optional.of(new ServerNic(SERVER, 0, true)));
        PortFacts facts = new PortFacts(
                port,
                SUBNET,
                List.of(
                        new BoundVip(vip("10.0.0.100", Optional.of(51)), false),
                        new BoundVip(vip("10.0.0.101", Optional.empty()), true)),
                List.of(),
                true);

        PortIntent intent = compiler.port(facts).orElseThrow();

        assertThat(intent.claimable()).containsExactly(IpAddress.of("10.0.0.100"));
        assertThat(intent.fenced()).containsExactly(IpAddress.of("10.0.0.101"));
        assertThat(intent.virtualMacs()).containsExactly(MacAddress.of("00:00:5e:00:01:33"));
    }

    @Test
    void theOtherPortsOfAVirtualIpAreVrrpPeersFromTheirLinkLocalAddressesToo() {
        PortFacts facts = new PortFacts(
                port(Optional.of(new ServerNic(SERVER, 0, true))),
                SUBNET,
                List.of(new BoundVip(vip("10.0.0.100", Optional.of(51)), false)),
                List.of(port(Optional.empty())),
                true);

        assertThat(compiler.port(facts).orElseThrow().vrrpPeers())
                .containsExactly(
                        IpAddress.of("10.0.0.9"),
                        IpAddress.of("fd00::9"),
                        IpAddress.of("fe80::200:5eff:fe00:133"),
                        IpAddress.of("fe80::f816:3eff:fe00:9"));
    }

    @Test
    void aPulledCableIsAnIntent() {
        Port port = port(Optional.of(new ServerNic(SERVER, 0, true)));

        assertThat(compiler.port(facts(port, false)).orElseThrow().linkUp()).isFalse();
    }

    private PortIntent compile(Attachment attachment, AddressPair... pairs) {
        return compiler.port(facts(port(Optional.of(attachment), pairs), true)).orElseThrow();
    }

    private static PortFacts facts(Port port, boolean linkUp) {
        return new PortFacts(port, SUBNET, List.of(), List.of(), linkUp);
    }

    private static Port port(Optional<Attachment> attachment, AddressPair... pairs) {
        return new Port(
                new PortId(new UUID(4, 4)),
                SUBNET.id(),
                META,
                MacAddress.of("fa:16:3e:00:00:09"),
                Stream.of("10.0.0.9", "fd00::9").map(IpAddress::of).toList(),
                attachment,
                List.of(pairs),
                GroupSet.NONE);
    }

    private static AddressPair pair(String text) {
        return new AddressPair(text, IpPrefix.of(text), Optional.empty());
    }

    private static VirtualIp vip(String address, Optional<Integer> vrid) {
        return new VirtualIp(
                new VipId(UUID.randomUUID()),
                SUBNET.id(),
                META,
                List.of(IpAddress.of(address)),
                MacAddress.of("fa:16:3e:00:00:64"),
                VirtualIp.Reach.EVERYWHERE,
                vrid,
                GroupSet.NONE,
                VirtualIp.FlowFate.RESET);
    }

    private static Subnet.Range range(String cidr, String gateway) {
        return new Subnet.Range(UUID.randomUUID(), IpPrefix.of(cidr), IpAddress.of(gateway));
    }
}
