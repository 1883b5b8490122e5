package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.testkit.Earshot;
import dev.perch.testkit.Frames;
import dev.perch.testkit.Lab;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 1 and 3 of the port rules on the wire: what a server may send from, and what may be sent to it. */
class CheckGuardTest {
    private static final String VIP = "10.31.1.100";
    private static final String VIP6 = "fd00:31:1::100";
    private static final String FOREIGN_MAC = "02:00:00:00:00:99";

    private static Lab lab;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        lab.apply("""
                {
                  "vpcs": [{"name": "guards", "cidr": "10.31.0.0/16", "subnets": [
                      {"name": "front", "cidr": "10.31.1.0/24", "cidr_v6": "fd00:31:1::/64"}]}],
                  "security_groups": [{"name": "open", "rules": [
                      {"direction": "ingress", "family": 4}, {"direction": "ingress", "family": 6},
                      {"direction": "egress", "family": 4}, {"direction": "egress", "family": 6}]}],
                  "servers": [
                      {"name": "checked", "security_groups": ["open"], "nics": [{"subnet": "front"}]},
                      {"name": "unchecked", "security_groups": ["open"], "nics": [{"subnet": "front", "check": false}]},
                      {"name": "receiver", "security_groups": ["open"], "nics": [{"subnet": "front", "check": false}]}],
                  "vips": [{"name": "web", "subnet": "front", "address": "10.31.1.100",
                      "address_v6": "fd00:31:1::100"}]
                }
                """);
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {VIP, VIP6, "10.31.1.77", "198.51.100.7", "fd00:31:1::77", "2001:db8::7"})
    void withTheCheckOnNothingFromAForeignAddressPasses(String source) {
        int family = source.contains(":") ? 1 : 0;
        String own = address("checked", family);
        long before = lab.drops("checked", "source-check");
        try (Earshot receiver = lab.listen("receiver")) {
            new Frames(lab, "checked")
                    .send(toReceiver("me", source, family, "foreign"), toReceiver("me", own, family, "own"));
            assertThat(receiver.until("own")).containsExactly("own");
        }
        lab.awaitDrops("checked", "source-check", before, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {VIP, VIP6, "10.31.1.77", "198.51.100.7", "fd00:31:1::77", "2001:db8::7"})
    void withTheCheckOnNothingToAForeignAddressArrives(String destination) {
        int family = destination.contains(":") ? 1 : 0;
        String own = address("checked", family);
        long before = lab.drops("checked", "destination-check");
        try (Earshot checked = lab.listen("checked")) {
            String from = address("unchecked", family);
            new Frames(lab, "unchecked")
                    .send(
                            Frames.udp("me", lab.mac("checked"), from, destination, "foreign"),
                            Frames.udp("me", lab.mac("checked"), from, own, "own"));
            assertThat(checked.until("own")).containsExactly("own");
        }
        lab.awaitDrops("checked", "destination-check", before, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {VIP, "198.51.100.7", "2001:db8::7"})
    void withTheCheckOffForeignAddressesPassBothWays(String foreign) {
        int family = foreign.contains(":") ? 1 : 0;
        try (Earshot receiver = lab.listen("receiver")) {
            new Frames(lab, "unchecked")
                    .send(
                            toReceiver("me", foreign, family, "from"),
                            Frames.udp("me", lab.mac("receiver"), address("unchecked", family), foreign, "to"),
                            toReceiver("me", address("unchecked", family), family, "own"));
            assertThat(receiver.until("own")).containsExactly("from", "to", "own");
        }
    }

    @ParameterizedTest
    @CsvSource({"checked,0", "checked,1", "unchecked,0", "unchecked,1"})
    void aForeignMacNeverPasses(String server, int family) {
        String own = address(server, family);
        long before = lab.drops(server, "foreign-mac");
        try (Earshot receiver = lab.listen("receiver")) {
            new Frames(lab, server)
                    .send(
                            toReceiver("'" + FOREIGN_MAC + "'", own, family, "foreign"),
                            toReceiver("me", own, family, "own"));
            assertThat(receiver.until("own")).containsExactly("own");
        }
        lab.awaitDrops(server, "foreign-mac", before, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"checked", "unchecked"})
    void anArpPacketThatNamesAForeignMacNeverPasses(String server) {
        long before = lab.drops(server, "foreign-mac");
        new Frames(lab, server)
                .send("Ether(src=me, dst='ff:ff:ff:ff:ff:ff')/ARP(op=1, hwsrc='" + FOREIGN_MAC + "', psrc='"
                        + address(server, 0) + "', pdst='" + address("receiver", 0) + "')");
        lab.awaitDrops(server, "foreign-mac", before, 1);
    }

    @Test
    void otherProtocolsAreDroppedAndCounted() {
        long before = lab.drops("unchecked", "protocol");
        try (Earshot receiver = lab.listen("receiver")) {
            new Frames(lab, "unchecked")
                    .send(
                            "Ether(src=me, dst='" + lab.mac("receiver") + "', type=0x88b5)/Raw(b'<other>')",
                            toReceiver("me", address("unchecked", 0), 0, "own"));
            assertThat(receiver.until("own")).containsExactly("own");
        }
        lab.awaitDrops("unchecked", "protocol", before, 1);
    }

    private static String toReceiver(String mac, String source, int family, String word) {
        return Frames.udp(mac, lab.mac("receiver"), source, address("receiver", family), word);
    }

    private static String address(String server, int family) {
        return lab.nic(server).get("addresses").get(family).asText();
    }
}
