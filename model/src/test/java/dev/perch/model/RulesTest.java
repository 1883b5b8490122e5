package dev.perch.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Port.AddressPair;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules, each with the words of its refusal. */
final class RulesTest {
    private static final Meta META =
            new Meta(new ProjectId("0".repeat(32)), "front", "", Map.of(), Instant.EPOCH, Instant.EPOCH, Revision.NONE);
    private static final Vpc VPC = new Vpc(new VpcId(new UUID(0, 1)), META, Optional.of(IpPrefix.of("10.0.0.0/16")));

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8", "10.1.2.0/28", "172.16.0.0/12", "172.31.255.240/28", "192.168.0.0/16"})
    void vpcsLieInPrivateBlocks(String cidr) {
        assertThat(VpcRules.cidr("cidr", IpPrefix.of(cidr))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/7, in none of them", "10.0.0.0/29, too small", "172.16.0.0/11, host bits",
        "11.0.0.0/8, in none of them", "192.168.0.1/24, its network is 192.168.0.0/24", "fd00::/16, in none of them"
    })
    void otherVpcCidrsAreRefused(String cidr, String words) {
        Refusal refusal = VpcRules.cidr("cidr", IpPrefix.of(cidr)).orElseThrow();
        assertThat(refusal.code()).isEqualTo("vpc-cidr-invalid");
        assertThat(refusal.sort()).isEqualTo(Refusal.Sort.INVALID);
        assertThat(refusal.message()).startsWith("cidr: ").contains(cidr);
        assertThat(refusal.message().contains(words) || refusal.message().contains("host bits"))
                .isTrue();
    }

    @Test
    void aVpcIsDeletedWhenNothingIsLeftInIt() {
        assertThat(VpcRules.deletable(VPC, 0)).isEmpty();
        assertThat(VpcRules.withoutGroups(VPC, 0)).isEmpty();
        assertThat(VpcRules.withoutRoutes(VPC, 0)).isEmpty();
        assertThat(VpcRules.deletable(VPC, 2).orElseThrow().message()).isEqualTo("the VPC 'front' still has 2 subnets");
        assertThat(VpcRules.withoutGroups(VPC, 1).orElseThrow().message())
                .isEqualTo("the VPC 'front' still has 1 security group");
        Refusal refusal = VpcRules.withoutRoutes(VPC, 1).orElseThrow();
        assertThat(refusal.code()).isEqualTo("vpc-has-routes");
        assertThat(refusal.sort()).isEqualTo(Refusal.Sort.CONFLICT);
        assertThat(refusal.message()).isEqualTo("the VPC 'front' still has 1 route");
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/24, subnet-outside-vpc", "10.0.0.0/29, subnet-cidr-invalid", "10.0.0.1/24, subnet-cidr-invalid",
        "fd00::/64, subnet-cidr-invalid", "10.0.5.128/25, subnet-overlaps", "10.0.0.0/16, subnet-overlaps"
    })
    void subnetsAreInsideTheVpcAndApart(String cidr, String code) {
        Refusal refusal = SubnetRules.ipv4("cidr", IpPrefix.of(cidr), VPC, List.of(subnet("10.0.5.0/24")))
                .orElseThrow();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.message()).startsWith("cidr: ").contains(cidr);
    }

    @Test
    void aSubnetIsInOneVpc() {
        Subnet subnet = subnet("10.0.5.0/24");
        assertThat(SubnetRules.within("", subnet, subnet.vpc().toString())).isEmpty();
        Refusal refusal = SubnetRules.within("", subnet, "another").orElseThrow();
        assertThat(refusal.code()).isEqualTo("subnet-in-other-vpc");
        assertThat(refusal.sort()).isEqualTo(Refusal.Sort.INVALID);
        assertThat(refusal.message()).endsWith(" is not in the VPC another");
    }

    @Test
    void aVpcWithoutCidrTakesSubnetsAnywhereButNotAmongSpecialAddresses() {
        Vpc open = new Vpc(VPC.id(), META, Optional.empty());
        assertThat(SubnetRules.ipv4("cidr", IpPrefix.of("203.0.113.0/24"), open, List.of()))
                .isEmpty();
        for (String special : List.of("224.0.0.0/24", "127.0.0.0/24", "0.0.0.0/8", "169.254.1.0/24", "240.0.0.0/24")) {
            assertThat(SubnetRules.ipv4("cidr", IpPrefix.of(special), open, List.of()))
                    .isPresent();
        }
    }

    @Test
    void anIpv6RangeIsASlash64() {
        assertThat(SubnetRules.ipv6("cidr_v6", IpPrefix.of("fd00:1::/64"), List.of()))
                .isEmpty();
        assertThat(SubnetRules.ipv6("cidr_v6", IpPrefix.of("fd00:1::/65"), List.of())
                        .orElseThrow()
                        .message())
                .isEqualTo("cidr_v6: an IPv6 range is a /64, not fd00:1::/65");
        assertThat(SubnetRules.ipv6("cidr_v6", IpPrefix.of("ff02::/64"), List.of()))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.255", "10.0.1.1", "fd00::1"})
    void aGatewayIsAnAddressThatAHostCouldHave(String gateway) {
        Refusal refusal = SubnetRules.gateway("gateway", IpAddress.of(gateway), IpPrefix.of("10.0.0.0/24"))
                .orElseThrow();
        assertThat(refusal.code()).isEqualTo("gateway-invalid");
        assertThat(refusal.message()).startsWith("gateway: ").contains(gateway).contains("10.0.0.0/24");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "0.0.0.0/0", "::/0", "::", "10.0.0.0/33", "here", ""})
    void pairsThatOpenEverythingByAccidentAreRefused(String text) {
        Refusal refusal = ((Outcome.Refused<?>) PairRules.parse("pairs[0]", text, Optional.empty())).refusal();
        assertThat(refusal.code()).isEqualTo("pair-invalid");
        assertThat(refusal.message()).startsWith("pairs[0]: '" + text + "' ");
    }

    @Test
    void theMarkerSwitchesTheCheckOffAndIsTheOnlyThingThatSwitchingItOnTakesAway() {
        AddressPair own = PairRules.parse("", "10.0.0.9", Optional.empty()).orThrow();
        List<AddressPair> off = PairRules.withCheck(List.of(own), false);
        assertThat(off).containsExactly(own, PairRules.MARKER);
        assertThat(PairRules.withCheck(off, false)).isSameAs(off);
        assertThat(PairRules.withCheck(off, true)).containsExactly(own);
        assertThat(port(off).checked()).isFalse();
        assertThat(PairRules.admits(port(List.of(own)), IpAddress.of("10.0.0.9")))
                .isTrue();
        assertThat(PairRules.admits(port(List.of(own)), IpAddress.of("10.0.0.8")))
                .isFalse();
        assertThat(PairRules.admits(port(off), IpAddress.of("10.0.0.8"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "x/y", "ä!", "12345678901234567890123456789012345678901234567890123456789012345"})
    void namesOfSubnetsAndServersArePlain(String name) {
        assertThat(NameRules.required("name", name).orElseThrow().message()).startsWith("name: a name has 1 to 64");
    }

    @Test
    void chineseNamesAreNames() {
        assertThat(NameRules.required("name", "子网-1_a.b")).isEmpty();
        assertThat(NameRules.description("description", "a < b").orElseThrow().code())
                .isEqualTo("text-invalid");
    }

    @Test
    void macAddressesHaveOpenStacksPrefixAndAreNotGivenOutTwice() {
        MacAddress first = MacPool.next(new SplittableRandom(7), mac -> false).orThrow();
        MacAddress second = MacPool.next(new SplittableRandom(7), first::equals).orThrow();
        assertThat(first.toString()).startsWith("fa:16:3e:");
        assertThat(second).isNotEqualTo(first);
        assertThat(MacPool.next(new SplittableRandom(7), mac -> true)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aRefusalInsideADocumentKeepsItsRuleAndGetsItsPath() {
        Refusal inner = new NameRefusal.NotFound("subnet", "subnet", "back");
        Refusal outer = inner.at("nics[1]").at("servers[0]");
        assertThat(outer.message()).isEqualTo("servers[0].nics[1].subnet: there is no subnet 'back'");
        assertThat(outer.code()).isEqualTo("not-found");
        assertThat(outer.root()).isSameAs(inner);
        assertThat(new NameRefusal.NotFound("", "vip", "x").at("vips[0]").field())
                .isEqualTo("vips[0]");
    }

    private static Subnet subnet(String cidr) {
        IpPrefix prefix = IpPrefix.of(cidr);
        Subnet.Range range = new Subnet.Range(new UUID(0, 2), prefix, SubnetRules.defaultGateway(prefix));
        return new Subnet(new SubnetId(new UUID(0, 3)), VPC.id(), META, range, Optional.empty());
    }

    private static Port port(List<AddressPair> pairs) {
        return new Port(
                new PortId(new UUID(0, 4)),
                new SubnetId(new UUID(0, 3)),
                META,
                MacAddress.of("fa:16:3e:00:00:01"),
                List.of(IpAddress.of("10.0.0.5")),
                Optional.empty(),
                pairs,
                GroupSet.NONE);
    }
}
