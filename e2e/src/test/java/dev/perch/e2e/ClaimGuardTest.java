package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.testkit.Await;
import dev.perch.testkit.Frames;
import dev.perch.testkit.Lab;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 2 of the port rules on the wire: only a bound server can make others believe that it has a virtual IP. */
class ClaimGuardTest {
    private static final String VIP = "10.30.1.100";
    private static final String VIP6 = "fd00:30:1::100";

    private static Lab lab;
    private static String holderMac;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        lab.apply("""
                {
                  "vpcs": [{"name": "guards", "cidr": "10.30.0.0/16", "subnets": [
                      {"name": "front", "cidr": "10.30.1.0/24", "cidr_v6": "fd00:30:1::/64"}]}],
                  "servers": [
                      {"name": "holder", "user_data": %s, "nics": [{"subnet": "front"}]},
                      {"name": "standby", "nics": [{"subnet": "front"}]},
                      {"name": "checked", "nics": [{"subnet": "front"}]},
                      {"name": "unchecked", "nics": [{"subnet": "front", "check": false}]},
                      {"name": "neighbour", "nics": [{"subnet": "front"}]}],
                  "vips": [{"name": "web", "subnet": "front", "address": "10.30.1.100", "address_v6": "fd00:30:1::100",
                      "bind": ["holder", "standby"]}]
                }
                """.formatted(Topologies.json(Topologies.adds(VIP + "/24", VIP6 + "/64"))));
        holderMac = lab.mac("holder");
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    /** The holder claims both addresses, and everybody who is asked in the tests has learnt that. */
    @BeforeEach
    void everybodyKnowsTheHolder() {
        new Frames(lab, "holder").send(gratuitousArp(), unsolicitedAdvertisement(VIP6));
        for (String address : List.of(VIP, VIP6)) {
            Await.until(
                    "the neighbour reaches " + address, Duration.ofSeconds(5), () -> lab.pings("neighbour", address));
            assertThat(lab.kernel().neighbour("neighbour", address)).isEqualTo(holderMac);
        }
        lab.awaitHolder("web", "holder");
        assertThat(holders()).containsExactly("holder", "holder");
        assertRouterKnows(holderMac);
    }

    @ParameterizedTest
    @ValueSource(strings = {"checked", "unchecked"})
    void anUnboundServerThatClaimsTheVipByGratuitousArpConvincesNobody(String intruder) {
        claimsInVain(intruder, List.of(gratuitousArp(), gratuitousArpReply()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"checked", "unchecked"})
    void anUnboundServerThatClaimsTheVipByAnArpReplyConvincesNobody(String intruder) {
        String neighbour = lab.mac("neighbour");
        String address = lab.nic("neighbour").get("addresses").get(0).asText();
        claimsInVain(
                intruder,
                List.of("Ether(src=me, dst='" + neighbour + "')/ARP(op=2, hwsrc=me, psrc='" + VIP + "', hwdst='"
                        + neighbour + "', pdst='" + address + "')"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"checked", "unchecked"})
    void anUnboundServerThatClaimsTheVipByAnUnsolicitedAdvertisementConvincesNobody(String intruder) {
        String own = lab.nic(intruder).get("addresses").get(1).asText();
        claimsInVain(intruder, List.of(unsolicitedAdvertisement(VIP6), unsolicitedAdvertisement(own)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"checked", "unchecked"})
    void anUnboundServerThatSolicitsFromTheVipConvincesNobody(String intruder) {
        claimsInVain(
                intruder,
                List.of(
                        "Ether(src=me, dst='33:33:ff:00:00:01')/IPv6(src='" + VIP6
                                + "', dst='ff02::1:ff00:1', hlim=255)/ICMPv6ND_NS(tgt='fd00:30:1::1')/ICMPv6NDOptSrcLLAddr(lladdr=me)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"checked", "unchecked"})
    void anUnboundServersAdvertisementsOfVrrpReachNobody(String intruder) {
        claimsInVain(
                intruder,
                List.of("Ether(src=me, dst='01:00:5e:00:00:12')/IP(src='"
                        + lab.nic(intruder).get("addresses").get(0).asText()
                        + "', dst='224.0.0.18', ttl=255, proto=112)/VRRP(vrid=51, priority=255, addrlist=['" + VIP
                        + "'])"));
    }

    /** Whatever the check says about it: only how it is counted may differ, so here just the caches count. */
    @ParameterizedTest
    @ValueSource(strings = {"checked", "unchecked"})
    void anUnboundServerThatAsksFromTheVipTeachesNobodyAnything(String intruder) {
        new Frames(lab, intruder)
                .send("Ether(src=me, dst='ff:ff:ff:ff:ff:ff')/ARP(op=1, hwsrc=me, psrc='" + VIP + "', pdst='"
                        + lab.nic("neighbour").get("addresses").get(0).asText() + "')");
        assertNobodyMoved();
    }

    /** What shows that the frames above would have been believed. */
    @Test
    void aBoundServersClaimsMoveBothAddresses() {
        new Frames(lab, "standby").send(gratuitousArp(), unsolicitedAdvertisement(VIP6));

        String standby = lab.mac("standby");
        Await.until(
                "the neighbour believes the standby",
                Duration.ofSeconds(5),
                () -> lab.kernel().neighbour("neighbour", VIP).equals(standby)
                        && lab.kernel().neighbour("neighbour", VIP6).equals(standby));
        Await.until(
                "both are the standby's",
                Duration.ofSeconds(5),
                ClaimGuardTest::holders,
                List.of("standby", "standby")::equals);
        assertRouterKnows(standby);
    }

    @Test
    void aFencedServersClaimsAreDroppedAndCountedAsFenced() {
        lab.api().post("/ops/v1/vips/web/fence", "{\"server\":\"standby\"}").ok();
        try {
            lab.perch().converged();
            long before = lab.drops("standby", "fenced");
            new Frames(lab, "standby").send(gratuitousArp(), unsolicitedAdvertisement(VIP6));
            lab.awaitDrops("standby", "fenced", before, 2);
            assertNobodyMoved();
        } finally {
            lab.api()
                    .post("/ops/v1/vips/web/unfence", "{\"server\":\"standby\"}")
                    .ok();
            lab.perch().converged();
        }
    }

    private static void claimsInVain(String intruder, List<String> frames) {
        long before = lab.drops(intruder, "foreign-claim");
        int moves = lab.moves("web").size();

        new Frames(lab, intruder).send(frames);

        lab.awaitDrops(intruder, "foreign-claim", before, frames.size());
        assertNobodyMoved();
        assertThat(lab.moves("web")).hasSize(moves);
        String port = lab.nic(intruder).get("id").asText();
        Await.until(
                "the first refused claim is an event of the port",
                Duration.ofSeconds(5),
                () -> lab.events(0, "port.claim-refused"),
                told -> told.stream().anyMatch(e -> e.get("subject").asText().equals(port)));
    }

    private static void assertNobodyMoved() {
        for (String address : List.of(VIP, VIP6)) {
            assertThat(lab.kernel().neighbour("neighbour", address))
                    .as("neighbour's cache")
                    .isEqualTo(holderMac);
        }
        assertRouterKnows(holderMac);
        assertThat(holders()).containsExactly("holder", "holder");
    }

    private static void assertRouterKnows(String mac) {
        for (String address : List.of(VIP, VIP6)) {
            assertThat(lab.kernel().routerNeighbour("guards", "front", address))
                    .as("router's cache")
                    .isEqualTo(mac);
        }
    }

    private static List<String> holders() {
        return lab.vip("web")
                .get("holders")
                .valueStream()
                .map(h -> h.path("server_name").asText(""))
                .toList();
    }

    private static String gratuitousArp() {
        return "Ether(src=me, dst='ff:ff:ff:ff:ff:ff')/ARP(op=1, hwsrc=me, psrc='" + VIP + "', pdst='" + VIP + "')";
    }

    private static String gratuitousArpReply() {
        return "Ether(src=me, dst='ff:ff:ff:ff:ff:ff')/ARP(op=2, hwsrc=me, psrc='" + VIP + "', hwdst=me, pdst='" + VIP
                + "')";
    }

    private static String unsolicitedAdvertisement(String from) {
        return "Ether(src=me, dst='33:33:00:00:00:01')/IPv6(src='" + from + "', dst='ff02::1', hlim=255)"
                + "/ICMPv6ND_NA(tgt='" + VIP6 + "', R=0, S=0, O=1)/ICMPv6NDOptDstLLAddr(lladdr=me)";
    }
}
