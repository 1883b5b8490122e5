package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.control.EipView.Status;
import dev.perch.control.Eips.Target;
import dev.perch.model.Move;
import dev.perch.model.NextHop;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import dev.perch.store.Engine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that can be in the way of packets, and the sentence that says so. */
final class ReasonsTest {
    private World world;
    private VpcId vpc;
    private ServerView web;
    private PortId nic;
    private VipId vip;

    @BeforeEach
    void start(@TempDir Path folder) {
        world = new World(Engine.SQLITE, folder);
        vpc = world.vpc("net");
        SubnetId subnet = world.subnet(vpc, "front", "10.0.0.0/24");
        web = world.server("web-1", subnet);
        nic = web.nics().getFirst().port().id();
        vip = world.vip(subnet, "service").vip().id();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void anEipOfAVirtualIpNeedsAHolderThatMayUseItAndAGroupThatLetsTheOutsideIn() {
        EipId eip = eip(new Target.OfVip(vip));
        assertThat(of(eip))
                .containsExactly("nothing is bound to virtual IP 'service': packets for 198.18.0.2 die unanswered");
        world.control.virtualIps().bind(world.caller, vip, World.to(web)).orThrow();
        assertThat(of(eip)).containsExactly("nobody holds virtual IP 'service': packets for 198.18.0.2 die unanswered");
        held();
        assertThat(of(eip))
                .containsExactly(
                        "the security groups of server 'web-1' ('default') let no IPv4 in from outside: no rule for"
                                + " it has a CIDR, or is for anybody");
    }

    @Test
    void anEipOfAServerThatIsOffLeadsNowhere() {
        EipId eip = eip(new Target.OfPort(nic));
        off();
        assertThat(world.control.eips().get(world.caller, eip).orThrow().status())
                .isEqualTo(Status.NOT_PLUGGED);
        assertThat(of(eip)).startsWith("server 'web-1' is off");
    }

    @Test
    void aPeeringNeedsARouteAtEitherEnd() {
        VpcId other = world.control
                .vpcs()
                .create(
                        world.caller,
                        new Vpcs.Create("office", "", Optional.of(IpPrefix.of("172.16.0.0/16")), Map.of()))
                .orThrow()
                .id();
        world.subnet(other, "desks", "172.16.1.0/24");
        PeeringId peering = world.control
                .peerings()
                .create(world.caller, new Peerings.Create("p", "", vpc, other, Optional.empty(), Map.of()))
                .orThrow()
                .peering()
                .id();
        assertThat(world.control.reasons().of(peering)).hasSize(2);
        route("net", "172.16.1.0/24", new NextHop.ToPeering(peering));
        assertThat(world.control.reasons().of(peering))
                .containsExactly("VPC 'office' has no route through it to a subnet of VPC 'net' in route table"
                        + " 'rtb-office': what subnet 'desks' sends there, answers included, does not arrive");
        route("office", "10.0.0.0/8", new NextHop.ToPeering(peering));
        assertThat(world.control.reasons().of(peering)).isEmpty();
    }

    @Test
    void aPeeringLeadsNoFurtherThanThePeersSubnets() {
        VpcId other = world.control
                .vpcs()
                .create(
                        world.caller,
                        new Vpcs.Create("office", "", Optional.of(IpPrefix.of("172.16.0.0/16")), Map.of()))
                .orThrow()
                .id();
        world.subnet(other, "desks", "172.16.1.0/24");
        PeeringId peering = world.control
                .peerings()
                .create(world.caller, new Peerings.Create("p", "", vpc, other, Optional.empty(), Map.of()))
                .orThrow()
                .peering()
                .id();
        route("net", "172.16.0.0/16", new NextHop.ToPeering(peering));
        RouteTableId table = route("net", "192.168.0.0/16", new NextHop.ToPeering(peering));
        assertThat(of(table))
                .containsExactly(
                        "route 192.168.0.0/16: VPC 'office' has no subnet in it, and peering 'p' leads no further");
    }

    @Test
    void aRouteNeedsANextHopThatIsOnAndForwards() {
        RouteTableId table =
                route("net", "172.16.0.0/16", new NextHop.ToServer(web.server().id()));
        assertThat(of(table))
                .containsExactly(
                        "route 172.16.0.0/16: the source/destination check of server 'web-1' is on: what it would"
                                + " forward is dropped");
        off();
        assertThat(of(table)).containsExactly("route 172.16.0.0/16: server 'web-1' is off, so it is a black hole");
        world.control.servers().delete(world.caller, web.server().id()).orThrow();
        assertThat(of(table))
                .containsExactly(
                        "route 172.16.0.0/16: server " + web.server().id() + " is gone, so it is a black hole");
    }

    @Test
    void aRouteToAVirtualIpNeedsAHolder() {
        RouteTableId table = route("net", "172.16.0.0/16", new NextHop.ToVip(vip));
        world.control.virtualIps().bind(world.caller, vip, World.to(web)).orThrow();
        assertThat(of(table))
                .containsExactly("route 172.16.0.0/16: nobody holds virtual IP 'service': its packets die");
    }

    private EipId eip(Target target) {
        return world.control
                .eips()
                .create(world.caller, EipTest.request("out", Family.IPV4, ""), Optional.of(target))
                .orThrow()
                .eip()
                .id();
    }

    private RouteTableId route(String vpcName, String destination, NextHop hop) {
        RouteTableId table = world.control
                .routeTables()
                .find(world.caller, vpcName)
                .orThrow()
                .table()
                .id();
        world.control
                .routeTables()
                .addRoute(
                        world.caller,
                        table,
                        new RouteTables.Entry(
                                IpPrefix.of(destination), new Towards.To("nexthop", hop), Optional.empty()))
                .orThrow();
        return table;
    }

    private void held() {
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
    }

    private void off() {
        world.control.servers().powerOff(world.caller, web.server().id()).orThrow();
    }

    private List<String> of(EipId id) {
        return world.control.reasons().of(id);
    }

    private List<String> of(RouteTableId id) {
        return world.control.reasons().of(id);
    }
}
