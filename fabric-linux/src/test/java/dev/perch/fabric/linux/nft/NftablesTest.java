package dev.perch.fabric.linux.nft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.linux.kernel.NamespaceThread;
import dev.perch.fabric.linux.netlink.Message;
import dev.perch.fabric.policy.Box;
import dev.perch.fabric.policy.Box.AddressBox;
import dev.perch.fabric.policy.Box.MemberBox;
import dev.perch.fabric.policy.Policy;
import dev.perch.fabric.policy.Scope;
import dev.perch.fabric.policy.Span;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NftablesTest {
    private final NamespaceThread scratch = NamespaceThread.unshare("nft-test");
    private Nftables nftables;

    @BeforeEach
    void install() {
        nftables = scratch.call(Nftables::open);
        scratch.call(() -> Rules.install(Table.PORTS, nftables));
    }

    @AfterEach
    void remove() {
        nftables.close();
        scratch.close();
    }

    private static List<Element> some(int count) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String link = String.format("p-%012x", i);
            elements.add(SetKind.SOURCE4
                    .element(link, new MacAddress(i), IpAddress.of("10.0.0.0").plus(i))
                    .leadingTo(i % 2 == 0 ? "accept" : "leaving4"));
        }
        return elements;
    }

    @Test
    void elementsOfEverySortAreListedAsTheyWereAdded() {
        List<Element> all = new ArrayList<>(some(2000));
        all.add(SetKind.BLOCKS4.element("p-a", IpPrefix.of("192.0.2.0/28")));
        all.add(SetKind.BLOCKS6.element("p-a", IpPrefix.of("2001:db8::/64")));
        all.add(SetKind.SELF4.mapping("p-a", IpAddress.of("10.0.0.1")));
        all.add(SetKind.VIPS6.element(IpAddress.of("fd00::1")));
        all.add(SetKind.VRRP.element("p-a"));
        all.add(SetKind.GROUPS.element("p-a").giving(7));
        all.add(SetKind.OWNERS4.element(IpAddress.of("10.0.0.1")).giving(7));
        Scope scope = new Scope(7, Direction.INGRESS, Family.IPV6);
        Box block = new AddressBox(scope, 3, IpPrefix.of("2001:db8::/33"), new Span(6, 6), new Span(1, 1023));
        Box group = new MemberBox(scope, 0, 9, new Span(0, 255), new Span(0, 65_535));
        all.addAll(PolicyElements.of(Policy.of(Set.of(block, group), Map.of(scope, 3)))
                .toList());
        nftables.change(List.of(), all);
        assertThat(nftables.elements()).containsExactlyInAnyOrderElementsOf(all);
        for (Element element : all.subList(1995, 2007)) {
            assertThat(nftables.find(element)).contains(element);
        }
        nftables.change(all, List.of());
        nftables.change(all, List.of());
        assertThat(nftables.elements()).isEmpty();
        assertThat(nftables.find(all.getLast())).isEmpty();
    }

    /** Rehashing under a listing is hard to time; what it leaves is known by this. */
    @Test
    void aListingThatRepeatsAnElementIsNotWhole() {
        byte[] one = item(1, 0);
        byte[] two = item(2, 0);
        byte[] endOfOne = item(1, 1);
        assertThat(Nftables.isWithoutRepetition(List.of(one, two, endOfOne))).isTrue();
        assertThat(Nftables.isWithoutRepetition(List.of(one, two, item(1, 0)))).isFalse();
    }

    private static byte[] item(int key, int flags) {
        byte[] message = new Message(0, 0)
                .nest(NftMessages.ELEM_KEY, data -> data.attribute32BigEndian(NftMessages.DATA_VALUE, key))
                .attribute32BigEndian(NftMessages.ELEM_FLAGS, flags)
                .bytes(0);
        return Arrays.copyOfRange(message, 16, message.length);
    }

    @Test
    void puttingTheRulesRightKeepsElements() {
        List<Element> all = some(3);
        nftables.change(List.of(), all);
        assertThat(Rules.fingerprint(Table.PORTS, nftables)).contains(Rules.reference(Table.PORTS));
        for (String sabotage : List.of(
                "insert rule bridge perch to_port accept",
                "flush chain bridge perch from_arp",
                "add chain bridge perch to_port { policy drop ; }")) {
            scratch.call(() -> {
                Libnftables.run(sabotage);
                return null;
            });
            assertThat(Rules.fingerprint(Table.PORTS, nftables))
                    .as(sabotage)
                    .isNotEqualTo(Optional.of(Rules.reference(Table.PORTS)));
            assertThat(scratch.call(() -> Rules.install(Table.PORTS, nftables)))
                    .as(sabotage)
                    .isTrue();
            assertThat(Rules.fingerprint(Table.PORTS, nftables)).as(sabotage).contains(Rules.reference(Table.PORTS));
            assertThat(nftables.elements()).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    /** The figures of ADR 0009. */
    @Test
    void anElementCostsTheSameAmongTwentyThousand() {
        for (int present : new int[] {0, 20_000}) {
            nftables.change(List.of(), some(present));
            int rounds = 200;
            long start = System.nanoTime();
            for (int i = 0; i < rounds; i++) {
                nftables.change(List.of(), List.of(SetKind.VRRP.element("p-" + i)));
            }
            long exact = (System.nanoTime() - start) / rounds / 1000;
            start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                String command = "add element bridge perch vrrp { q-" + i + " }";
                scratch.call(() -> {
                    Libnftables.run(command);
                    return null;
                });
            }
            long text = (System.nanoTime() - start) / 20 / 1000;
            System.out.printf("element among %d: nfnetlink %d us, libnftables %d us%n", present, exact, text);
        }
    }
}
