package dev.perch.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.Eip.OfPort;
import dev.perch.model.Eip.OfVip;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.VirtualIp.FlowFate;
import dev.perch.model.VirtualIp.Reach;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of EIPs, each with the words of its refusal. */
final class EipRulesTest {
    private static final Meta META =
            new Meta(new ProjectId("0".repeat(32)), "out", "", Map.of(), Instant.EPOCH, Instant.EPOCH, Revision.NONE);
    private static final PortId PORT = new PortId(new UUID(0, 7));
    private static final VipId VIP = new VipId(new UUID(0, 8));
    private static final IpAddress INSIDE = IpAddress.of("10.0.0.9");

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 2000})
    void aBandwidthHasALimitOrNone(int megabits) {
        assertThat(EipRules.bandwidth("size", Optional.of(megabits))).isEmpty();
        assertThat(EipRules.bandwidth("size", Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 2001})
    void otherLimitsAreRefused(int megabits) {
        refused(
                EipRules.bandwidth("size", Optional.of(megabits)),
                "bandwidth-invalid",
                Refusal.Sort.INVALID,
                "size: a bandwidth is 1 to 2000 Mbit/s, or none; not " + megabits);
    }

    @Test
    void anEipIsBoundToOneThingAndReleasedWhenItIsBoundToNone() {
        Eip free = eip(1, "198.18.0.2", Optional.empty());
        assertThat(EipRules.unbound("port_id", free)).isEmpty();
        assertThat(EipRules.releasable(free)).isEmpty();
        Eip bound = eip(1, "198.18.0.2", Optional.of(new OfPort(PORT)));
        refused(
                EipRules.unbound("port_id", bound),
                "eip-bound",
                Refusal.Sort.CONFLICT,
                "port_id: the EIP " + bound.id() + " is bound to the port " + PORT + "; unbind it first");
        Eip ofVip = eip(1, "198.18.0.2", Optional.of(new OfVip(VIP)));
        refused(
                EipRules.releasable(ofVip),
                "eip-not-releasable",
                Refusal.Sort.CONFLICT,
                "the EIP " + ofVip.id() + " is bound to the vip " + VIP + "; unbind it before it is released");
    }

    @Test
    void anAddressHasOneEipOfItsFamily() {
        Eip four = eip(1, "198.18.0.2", Optional.empty());
        Eip six = eip(2, "2001:2::2", Optional.of(new OfPort(PORT)));
        assertThat(EipRules.bindable("port_id", four, PORT, List.of(INSIDE), List.of(six)))
                .isEmpty();
        refused(
                EipRules.bindable("port_id", six, PORT, List.of(INSIDE), List.of()),
                "target-lacks-family",
                Refusal.Sort.INVALID,
                "port_id: the port " + PORT + " has no IPv6 address that the EIP could stand for");
        Eip first = eip(3, "198.18.0.3", Optional.of(new OfPort(PORT)));
        refused(
                EipRules.bindable("port_id", four, PORT, List.of(INSIDE), List.of(six, first)),
                "target-has-eip",
                Refusal.Sort.CONFLICT,
                "port_id: the port " + PORT + " has an IPv4 EIP already: " + first.id());
    }

    @Test
    void aVirtualIpThatWorksWithinItsVpcHasNone() {
        assertThat(EipRules.reachable("vip", vip(Reach.EVERYWHERE))).isEmpty();
        refused(
                EipRules.reachable("vip", vip(Reach.VPC)),
                "vip-within-vpc",
                Refusal.Sort.INVALID,
                "vip: the virtual IP " + VIP + " works within its VPC only, because it was made without an owner; "
                        + "an EIP needs one made as a virtual IP");
    }

    @Test
    void whatHasAnEipIsNotDeleted() {
        assertThat(EipRules.none(VIP, List.of())).isEmpty();
        Eip eip = eip(1, "198.18.0.2", Optional.of(new OfVip(VIP)));
        refused(
                EipRules.none(VIP, List.of(eip)),
                "has-eip",
                Refusal.Sort.CONFLICT,
                "the vip " + VIP + " has the EIP " + eip.id() + "; unbind it first");
    }

    @Test
    void whatThePoolRefusesIsToldInTheWordsOfEips() {
        IpPrefix cidr = IpPrefix.of("198.18.0.0/16");
        AddressPool pool = AddressPool.of(new Subnet.Range(new UUID(0, 0), cidr, SubnetRules.defaultGateway(cidr)));
        IpAddress asked = IpAddress.of("198.18.0.1");
        assertThat(List.of(
                        new AddressRefusal.AddressWrongFamily("ip_address", IpAddress.of("::1"), Family.IPV4),
                        new AddressRefusal.AddressOutsideSubnet("ip_address", asked, cidr),
                        new AddressRefusal.AddressReserved("ip_address", asked, "the gateway"),
                        new AddressRefusal.AddressInUse("ip_address", asked, PORT),
                        new AddressRefusal.NoFreeAddress("", cidr)))
                .extracting(refusal -> EipRules.of(refusal, pool).code())
                .containsExactly("eip-outside-pool", "eip-outside-pool", "eip-reserved", "eip-in-use", "no-free-eip");
        refused(
                Optional.of(EipRules.of(new AddressRefusal.AddressInUse("ip_address", asked, PORT), pool)),
                "eip-in-use",
                Refusal.Sort.CONFLICT,
                "ip_address: 198.18.0.1 is another EIP");
        refused(
                Optional.of(EipRules.of(new AddressRefusal.NoFreeAddress("", cidr), pool)),
                "no-free-eip",
                Refusal.Sort.CONFLICT,
                "every address of 198.18.0.0/16 is an EIP or reserved");
    }

    private static Eip eip(long id, String address, Optional<Eip.Target> target) {
        return new Eip(
                new EipId(new UUID(0, id)),
                META,
                IpAddress.of(address),
                "5_bgp",
                new Bandwidth(new UUID(1, id), "bw", Optional.empty()),
                target);
    }

    private static VirtualIp vip(Reach reach) {
        return new VirtualIp(
                VIP,
                new SubnetId(new UUID(0, 2)),
                META,
                List.of(INSIDE),
                MacAddress.of("fa:16:3e:00:00:01"),
                reach,
                Optional.empty(),
                GroupSet.NONE,
                FlowFate.USUAL);
    }

    private static void refused(Optional<Refusal> refusal, String code, Refusal.Sort sort, String message) {
        assertThat(refusal).hasValueSatisfying(no -> {
            assertThat(no.code()).isEqualTo(code);
            assertThat(no.sort()).isEqualTo(sort);
            assertThat(no.message()).isEqualTo(message);
        });
    }
}
