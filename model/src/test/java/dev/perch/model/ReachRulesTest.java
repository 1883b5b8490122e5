package dev.perch.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.RouteId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Peering.Status;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of peerings, route tables and routes, each with the words of its refusal. */
final class ReachRulesTest {
    private static final ProjectId MINE = new ProjectId("0".repeat(32));
    private static final ProjectId THEIRS = new ProjectId("f".repeat(32));
    private static final Vpc BLUE = vpc(1, "blue", "10.0.0.0/16");
    private static final Vpc GREEN = vpc(2, "green", "10.1.0.0/16");
    private static final RouteTable TABLE =
            new RouteTable(new RouteTableId(new UUID(0, 5)), BLUE.id(), meta("rtb-blue"), true, 1000);

    @Test
    void aPeeringConnectsTwoVpcs() {
        assertThat(PeeringRules.distinct("peer_vpc", BLUE, GREEN.id())).isEmpty();
        refused(
                PeeringRules.distinct("peer_vpc", BLUE, BLUE.id()),
                "peering-with-itself",
                Refusal.Sort.INVALID,
                "peer_vpc: a peering connects two VPCs; both ends are 'blue'");
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void twoVpcsHaveOnePeeringUnlessItWasRejected(Status status) {
        Peering there = peering(GREEN, BLUE, status);
        Optional<Refusal> refusal = PeeringRules.first("peer_vpc", GREEN.id(), List.of(there));
        if (status == Status.REJECTED) {
            assertThat(refusal).isEmpty();
        } else {
            refused(
                    refusal,
                    "peering-exists",
                    Refusal.Sort.CONFLICT,
                    "peer_vpc: the two VPCs have the peering 'pair' (" + there.id() + ")");
        }
        assertThat(PeeringRules.first("peer_vpc", new VpcId(new UUID(0, 9)), List.of(there)))
                .isEmpty();
    }

    @Test
    void peersHaveNoAddressInCommon() {
        AddressSpace blue = AddressSpace.of(BLUE, List.of());
        assertThat(PeeringRules.apart("peer_vpc", blue, AddressSpace.of(GREEN, List.of())))
                .isEmpty();
        refused(
                PeeringRules.apart("peer_vpc", blue, AddressSpace.of(vpc(3, "wide", "10.0.0.0/8"), List.of())),
                "peering-overlaps",
                Refusal.Sort.CONFLICT,
                "peer_vpc: 10.0.0.0/16 of the VPC 'blue' overlaps 10.0.0.0/8 of its peer 'wide'");
        Vpc open = new Vpc(new VpcId(new UUID(0, 4)), meta("open"), Optional.empty());
        AddressSpace segments = AddressSpace.of(open, List.of(subnet(open, "10.0.3.0/24", "fd00:3::/64")));
        refused(
                PeeringRules.apart("peer_vpc", blue, segments),
                "peering-overlaps",
                Refusal.Sort.CONFLICT,
                "peer_vpc: 10.0.0.0/16 of the VPC 'blue' overlaps 10.0.3.0/24 of its peer 'open'");
        refused(
                PeeringRules.apart("cidr_v6", "blue", IpPrefix.of("fd00:3::/64"), segments),
                "peering-overlaps",
                Refusal.Sort.CONFLICT,
                "cidr_v6: fd00:3::/64 of the VPC 'blue' overlaps fd00:3::/64 of its peer 'open'");
    }

    @Test
    void onlyTheAcceptersProjectAnswersAndOnlyOnce() {
        Peering waits = peering(BLUE, GREEN, Status.PENDING_ACCEPTANCE);
        assertThat(PeeringRules.answerable(waits, THEIRS)).isEmpty();
        refused(
                PeeringRules.answerable(waits, MINE),
                "not-accepter",
                Refusal.Sort.INVALID,
                "the peering 'pair' is accepted or rejected by the project " + THEIRS);
        for (Status status : List.of(Status.ACTIVE, Status.REJECTED)) {
            refused(
                    PeeringRules.answerable(peering(BLUE, GREEN, status), THEIRS),
                    "peering-not-pending",
                    Refusal.Sort.CONFLICT,
                    "only a peering that waits for it is accepted or rejected; 'pair' is "
                            + status.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    @Test
    void aVpcIsDeletedWithoutPeeringsOnly() {
        assertThat(PeeringRules.deletable(BLUE, 0)).isEmpty();
        refused(
                PeeringRules.deletable(BLUE, 1),
                "vpc-peered",
                Refusal.Sort.CONFLICT,
                "the VPC 'blue' still has 1 peering");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.0.0/16", "0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "::/0", "fd00:9::/64"})
    void aDestinationLiesElsewhereOrIsLessExactThanTheVpc(String destination) {
        assertThat(RouteRules.destination("destination", IpPrefix.of(destination), space()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/16, destination-local, is local to the VPC 'blue'",
        "10.0.9.0/24, destination-local, lies in 10.0.0.0/16",
        "fd00:3::/64, destination-local, lies in fd00:3::/64",
        "fd00:3::7/128, destination-local, lies in fd00:3::/64",
        "192.168.0.1/24, destination-invalid, its network is 192.168.0.0/24",
        "169.254.7.0/24, destination-invalid, is link-local",
        "fe80::/64, destination-invalid, is link-local",
        "224.0.0.0/4, destination-invalid, is multicast",
        "ff02::/16, destination-invalid, is multicast",
        "127.0.0.0/8, destination-invalid, is loopback",
        "0.0.0.0/32, destination-invalid, means this network",
        "255.255.255.255/32, destination-invalid, is reserved",
        "::1/128, destination-invalid, is loopback"
    })
    void otherDestinationsAreRefused(String destination, String code, String words) {
        Refusal refusal = RouteRules.destination("destination", IpPrefix.of(destination), space())
                .orElseThrow();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.sort()).isEqualTo(Refusal.Sort.INVALID);
        assertThat(refusal.message())
                .startsWith("destination: ")
                .contains(destination)
                .contains(words);
    }

    @Test
    void aTableHasOneRouteForADestinationAndRoomForTwoHundred() {
        Route there = new Route(
                new RouteId(new UUID(0, 6)),
                TABLE.id(),
                IpPrefix.of("0.0.0.0/0"),
                new NextHop.ToServer(new ServerId(new UUID(0, 7))),
                "x",
                "");
        assertThat(RouteRules.first("destination", IpPrefix.of("0.0.0.0/1"), TABLE, Optional.empty()))
                .isEmpty();
        refused(
                RouteRules.first("destination", IpPrefix.of("0.0.0.0/0"), TABLE, Optional.of(there)),
                "route-exists",
                Refusal.Sort.CONFLICT,
                "destination: the route table 'rtb-blue' has a route for 0.0.0.0/0");
        assertThat(RouteRules.room("", TABLE, 200)).isEmpty();
        refused(
                RouteRules.room("", TABLE, 201),
                "too-many-routes",
                Refusal.Sort.CONFLICT,
                "a route table has at most 200 routes; 'rtb-blue' would have more");
    }

    @Test
    void aNextHopIsInTheVpcAndHasAnAddressOfTheFamily() {
        List<IpAddress> own = List.of(IpAddress.of("10.0.0.2"));
        IpPrefix everything = IpPrefix.of("0.0.0.0/0");
        assertThat(RouteRules.hop("nexthop", "server", "fw", true, own, everything, BLUE))
                .isEmpty();
        refused(
                RouteRules.hop("nexthop", "server", "fw", false, own, everything, BLUE),
                "next-hop-outside-vpc",
                Refusal.Sort.INVALID,
                "nexthop: the server 'fw' is not in the VPC 'blue' of the route table");
        refused(
                RouteRules.hop("nexthop", "server", "fw", true, own, IpPrefix.of("::/0"), BLUE),
                "next-hop-lacks-family",
                Refusal.Sort.INVALID,
                "nexthop: the server 'fw' has no IPv6 address");
        Peering pair = peering(BLUE, GREEN, Status.ACTIVE);
        assertThat(RouteRules.hop("nexthop", pair, BLUE)).isEmpty();
        assertThat(RouteRules.hop("nexthop", pair, GREEN)).isEmpty();
        refused(
                RouteRules.hop("nexthop", pair, vpc(3, "red", "10.2.0.0/16")),
                "next-hop-outside-vpc",
                Refusal.Sort.INVALID,
                "nexthop: the peering 'pair' is not in the VPC 'red' of the route table");
    }

    @Test
    void aTableIsDeletedWhenNothingUsesIt() {
        refused(
                RouteRules.deletable(TABLE, 0),
                "default-table-stays",
                Refusal.Sort.CONFLICT,
                "'rtb-blue' is the default route table of its VPC and goes only with it");
        RouteTable custom = new RouteTable(new RouteTableId(new UUID(0, 8)), BLUE.id(), meta("via-fw"), false, 1001);
        assertThat(RouteRules.deletable(custom, 0)).isEmpty();
        refused(
                RouteRules.deletable(custom, 2),
                "table-associated",
                Refusal.Sort.CONFLICT,
                "the route table 'via-fw' is still associated with 2 subnets");
    }

    @Test
    void aSubnetUsesATableOfItsVpc() {
        assertThat(RouteRules.associable("subnet", subnet(BLUE, "10.0.0.0/24", "fd00::/64"), TABLE, BLUE))
                .isEmpty();
        refused(
                RouteRules.associable("subnet", subnet(GREEN, "10.1.0.0/24", "fd00::/64"), TABLE, BLUE),
                "subnet-outside-table",
                Refusal.Sort.INVALID,
                "subnet: the subnet 'front' is not in the VPC 'blue' of the route table 'rtb-blue'");
    }

    private static void refused(Optional<? extends Refusal> refusal, String code, Refusal.Sort sort, String message) {
        assertThat(refusal).hasValueSatisfying(no -> {
            assertThat(no.code()).isEqualTo(code);
            assertThat(no.sort()).isEqualTo(sort);
            assertThat(no.message()).isEqualTo(message);
        });
    }

    private static AddressSpace space() {
        return AddressSpace.of(BLUE, List.of(subnet(BLUE, "10.0.0.0/24", "fd00:3::/64")));
    }

    private static Meta meta(String name) {
        return new Meta(MINE, name, "", Map.of(), Instant.EPOCH, Instant.EPOCH, Revision.NONE);
    }

    private static Vpc vpc(int id, String name, String cidr) {
        return new Vpc(new VpcId(new UUID(0, id)), meta(name), Optional.of(IpPrefix.of(cidr)));
    }

    private static Subnet subnet(Vpc vpc, String cidr, String cidrV6) {
        return new Subnet(
                new SubnetId(new UUID(1, 1)), vpc.id(), meta("front"), range(cidr), Optional.of(range(cidrV6)));
    }

    private static Subnet.Range range(String cidr) {
        IpPrefix block = IpPrefix.of(cidr);
        return new Subnet.Range(new UUID(2, 2), block, SubnetRules.defaultGateway(block));
    }

    private static Peering peering(Vpc requester, Vpc accepter, Status status) {
        return new Peering(new PeeringId(new UUID(0, 3)), meta("pair"), requester.id(), accepter.id(), THEIRS, status);
    }
}
