package dev.perch.fabric.linux;

import static dev.perch.fabric.linux.RuleBook.TCP;
import static dev.perch.fabric.linux.RuleBook.UDP;
import static dev.perch.fabric.linux.RuleBook.block;
import static dev.perch.fabric.linux.RuleBook.members;
import static dev.perch.fabric.linux.Segments.ACK;
import static dev.perch.fabric.linux.Segments.FIN;
import static dev.perch.fabric.linux.Segments.RST;
import static dev.perch.fabric.linux.Segments.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.DropReason;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.Plan;
import dev.perch.model.SecurityRule.Action;
import dev.perch.model.SecurityRule.Anybody;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.net.Bytes;
import dev.perch.net.Family;
import dev.perch.net.Frame;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPacket;
import dev.perch.net.Ipv4Address;
import dev.perch.net.Ipv6Address;
import dev.perch.net.MacAddress;
import dev.perch.net.Vrrp;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Security groups on the wire. Port n is in group n; what groups let through, each test says. */
class SecurityGroupsTest {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration NEVER = Duration.ofMillis(60);

    /** Flows of a kind that all ports together know, as groups.nft says. */
    private static final int ROOM = 262_144;

    private static final int STRANGERS = 2000;
    private static final String VIP = "10.0.0.100";
    private static final String VIP6 = "fd00:1::100";

    private final World world = new World();
    private final Map<Integer, Wire> wires = new HashMap<>();
    private final Map<Integer, PortIntent> ports = new HashMap<>();
    private VpcIntent vpc;
    private SubnetIntent elsewhere;

    @BeforeEach
    void build() {
        vpc = world.vpc(1);
        SubnetIntent subnet = world.subnet(vpc, 1, "10.0.0.1/24", "fd00:1::1/64");
        elsewhere = world.subnet(vpc, 2, "10.0.1.1/24", "fd00:2::1/64");
        for (int n = 1; n <= 3; n++) {
            PortIntent port = world.port(subnet, n, "10.0.0.1" + n + "/24", "fd00:1::1" + n + "/64");
            ports.put(n, world.grouped(port, n));
        }
        ports.put(4, world.grouped(world.port(elsewhere, 4, "10.0.1.14/24", "fd00:2::14/64"), 4));
    }

    @AfterEach
    void remove() {
        try (world) {
            wires.values().forEach(Wire::close);
        }
    }

    private void rules(RuleBook book) {
        vpc = world.ruled(vpc, book.policy());
        world.converge();
        for (int n = 1; n <= 4; n++) {
            wires.computeIfAbsent(n, guest -> new Wire(world, guest));
        }
    }

    private static RuleBook book() {
        return new RuleBook(4);
    }

    private IpAddress address(int port, Family family) {
        return ports.get(port).own().stream()
                .filter(a -> a.family() == family)
                .findFirst()
                .orElseThrow();
    }

    private Segments segments(int from, int to, Family family, int port) {
        return new Segments(
                ports.get(from).mac(), ports.get(to).mac(), address(from, family), 40_000, address(to, family), port);
    }

    private void passes(int from, int to, Frame frame) {
        wires.get(from).send(frame);
        assertThat(wires.get(to).receives(SOON, f -> same(f, frame)))
                .as("%s passes", frame)
                .isTrue();
    }

    /** The port that refuses counts it. */
    private void refused(int from, int to, Frame frame, int by, DropReason reason) {
        long before = drops(by, reason);
        wires.get(from).send(frame);
        assertThat(wires.get(to).receives(NEVER, f -> same(f, frame)))
                .as("%s passes", frame)
                .isFalse();
        assertThat(drops(by, reason)).as("drops for %s", reason).isEqualTo(before + 1);
    }

    private static boolean same(Frame a, Frame b) {
        return Arrays.equals(a.payload().encode(), b.payload().encode());
    }

    private long drops(int port, DropReason reason) {
        return world.fabric
                .drops()
                .getOrDefault(ports.get(port).port(), Map.of())
                .getOrDefault(reason, 0L);
    }

    private static String python(String lines) {
        return "python3 -c '" + lines + "'";
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void answersPassAndWhoeverOpensIsJudged(Family family) {
        rules(book().open(1, Direction.EGRESS)
                .open(2, Direction.EGRESS)
                .allow(2, Direction.INGRESS, TCP, 80, block("10.0.0.0/28"))
                .allow(2, Direction.INGRESS, TCP, 80, block("fd00:1::/120")));
        Segments there = segments(1, 2, family, 80);
        Segments back = there.back();
        refused(1, 2, segments(1, 2, family, 81).with(SYN), 2, DropReason.GROUP_INGRESS);
        refused(2, 1, back.with(SYN | ACK), 1, DropReason.GROUP_INGRESS);
        passes(1, 2, there.with(SYN));
        passes(2, 1, back.with(SYN | ACK));
        passes(1, 2, there.with(ACK));
        passes(2, 1, back.with(ACK));
        refused(2, 1, back.with(SYN), 1, DropReason.GROUP_INGRESS);
        passes(1, 2, there.with(FIN | ACK));
        passes(2, 1, back.with(ACK));
        passes(2, 1, back.with(FIN | ACK));
        passes(1, 2, there.with(ACK));
    }

    /** Else a stranger could fill the table for hours with two packets a flow, from made-up sources. */
    @ParameterizedTest
    @EnumSource(Family.class)
    void aFlowThatAnotherBeganHasSecondsAndHoursOnlyOnceThePortHasSentInIt(Family family) {
        rules(web(2));
        Segments there = segments(1, 2, family, 80);
        passes(1, 2, there.with(SYN));
        passes(2, 1, there.back().with(SYN | ACK));
        passes(1, 2, there.with(ACK));
        assertThat(flows("opening", family, 40_000)).matches("(?s).* expires [0-9]s.*");
        assertThat(flows("tcp", family, 40_000)).doesNotContain(". 80 .");
        passes(2, 1, there.back().with(ACK));
        assertThat(flows("opening", family, 40_000)).isEmpty();
        assertThat(flows("tcp", family, 40_000)).matches("(?s).* \\. 80 \\. 40000 .*expires 2h.*");
    }

    /** A port that refuses to open gives the room back at once. */
    @ParameterizedTest
    @EnumSource(Family.class)
    void aFlowThatThePortResetsBeforeItOpensIsForgotten(Family family) {
        rules(web(2));
        Segments there = segments(1, 2, family, 80);
        passes(1, 2, there.with(SYN));
        passes(2, 1, there.back().with(RST | ACK));
        assertThat(flows("opening", family, 40_000)).isEmpty();
        assertThat(flows("closing", family, 40_000)).doesNotContain(". 80 .");
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void aDatagramHasSecondsUntilThePortAnswers(Family family) {
        rules(book().open(1, Direction.EGRESS).allow(2, Direction.INGRESS, UDP, 53, new Anybody()));
        Segments there = segments(1, 2, family, 53);
        passes(1, 2, there.datagram());
        passes(1, 2, there.datagram());
        assertThat(flows("asked", family, 40_000)).matches("(?s).* expires [0-9]s.*");
        passes(2, 1, there.back().datagram());
        assertThat(flows("asked", family, 40_000)).matches("(?s).* expires 5[0-9]s.*");
        assertThat(flows("udp", family, 40_000)).matches("(?s).* \\. 40000 \\. 53 .*expires 2m5.*");
    }

    /** As of a server that logs to another: what that one knew of the flow is gone after seconds. */
    @ParameterizedTest
    @EnumSource(Family.class)
    void datagramsOfAVirtualIpStayItsPortsThoughNobodyAnswers(Family family) {
        ports.put(1, world.bound(world.checked(ports.get(1), false), VIP, VIP6));
        rules(book().open(1, Direction.EGRESS).allow(2, Direction.INGRESS, UDP, 53, members(1)));
        Frame datagram = new Segments(
                        ports.get(1).mac(), ports.get(2).mac(), vip(family), 40_000, address(2, family), 53)
                .datagram();
        passes(1, 2, datagram);
        passes(1, 2, datagram);
        String forget = "nft flush set bridge perch asked" + family.version();
        assertThat(World.tryIn(world.namespaceOf(vpc), forget).exit()).isZero();
        passes(1, 2, datagram);
    }

    /** All but some of the room is taken beforehand; a stranger takes the rest, with a packet from each made-up source. */
    @ParameterizedTest
    @CsvSource({"IPV4, opening", "IPV6, asked"})
    void whenStrangersHaveFilledTheirTableEstablishedFlowsOwnOnesAndTheRulesGoOn(Family family, String full) {
        ports.put(3, world.grouped(world.checked(ports.get(3), false), 0));
        rules(web(2).open(1, Direction.INGRESS).allow(2, Direction.INGRESS, UDP, 53, new Anybody()));
        Segments before = segments(1, 2, family, 80);
        opens(before);
        fill(full, family);
        for (int n = 1; n <= STRANGERS; n++) {
            Segments stranger = new Segments(
                    ports.get(3).mac(), ports.get(2).mac(), stranger(family, n), 40_000, address(2, family), 80);
            passes(
                    3,
                    2,
                    full.equals("opening")
                            ? stranger.with(SYN)
                            : stranger.to(53).datagram());
        }
        passes(1, 2, before.from(40_001).with(SYN));
        passes(1, 2, before.from(40_001).to(53).datagram());
        assertThat(flows(full, family, 40_001)).as("there was no room").isEmpty();
        passes(2, 1, before.from(40_001).to(53).back().datagram());
        opens(before.from(40_001));
        assertThat(flows("tcp", family, 40_001)).contains(". 80 . 40001 ");
        passes(1, 2, before.with(ACK));
        passes(2, 1, before.back().with(ACK));
        opens(segments(2, 1, family, 22));
        refused(1, 2, before.to(81).with(SYN), 2, DropReason.GROUP_INGRESS);
        refused(1, 2, before.to(54).datagram(), 2, DropReason.GROUP_INGRESS);
    }

    private static RuleBook web(int port) {
        return book().open(1, Direction.EGRESS)
                .open(port, Direction.EGRESS)
                .allow(port, Direction.INGRESS, TCP, 80, new Anybody());
    }

    private void opens(Segments there) {
        int from = there.from().equals(ports.get(1).mac()) ? 1 : 2;
        passes(from, 3 - from, there.with(SYN));
        passes(3 - from, from, there.back().with(SYN | ACK));
        passes(from, 3 - from, there.with(ACK));
        passes(3 - from, from, there.back().with(ACK));
    }

    private static IpAddress stranger(Family family, int n) {
        return IpAddress.of(
                switch (family) {
                    case IPV4 -> "10.9." + n / 250 + "." + (1 + n % 250);
                    case IPV6 -> "fd00:9::" + Integer.toHexString(n);
                });
    }

    /** Takes the room for flows in a set, but for half of the strangers. */
    private void fill(String set, Family family) {
        String flow = family == Family.IPV4 ? "192.0.2.1 . 192.0.2.%d" : "2001:db8::1 . 2001:db8::%d";
        World.Result result =
                World.tryIn(world.namespaceOf(vpc), """
                awk 'BEGIN {
                    print "add element bridge perch %s {"
                    for (n = 0; n < %d; n++)
                        printf "lo . %s . 1 . %%d timeout 1h,\\n", n / 65536, n %% 65536
                    print "}"
                }' | nft -f -""".formatted(set + digit(family), ROOM - STRANGERS / 2, flow));
        assertThat(result.exit()).as(result.output()).isZero();
    }

    private static char digit(Family family) {
        return family == Family.IPV4 ? '4' : '6';
    }

    /** The flows in a set that have this port on either side. */
    private String flows(String set, Family family, int port) {
        return World.tryIn(
                        world.namespaceOf(vpc),
                        "nft list set bridge perch " + set + digit(family)
                                + " | tr ',' '\\n' | grep -v '\"lo\"' | grep -w " + port)
                .output();
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void whatNoRuleLetsOutStaysButAnswersLeave(Family family) {
        rules(book().open(1, Direction.EGRESS)
                .open(1, Direction.INGRESS)
                .allow(2, Direction.INGRESS, TCP, 80, new Anybody()));
        refused(2, 1, segments(2, 1, family, 80).with(SYN), 2, DropReason.GROUP_EGRESS);
        Segments there = segments(1, 2, family, 80);
        passes(1, 2, there.with(SYN));
        passes(2, 1, there.back().with(SYN | ACK));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void aRemoteGroupMeansItsPortsAlsoBehindTheRouter(Family family) {
        rules(book().open(1, Direction.EGRESS)
                .open(3, Direction.EGRESS)
                .open(4, Direction.EGRESS)
                .allow(2, Direction.INGRESS, TCP, 80, members(1))
                .allow(2, Direction.INGRESS, TCP, 80, members(4)));
        passes(1, 2, segments(1, 2, family, 80).with(SYN));
        refused(3, 2, segments(3, 2, family, 80).with(SYN), 2, DropReason.GROUP_INGRESS);
        String there = address(2, family).toString();
        world.in(2, "timeout 20 " + python("""
                import socket
                socket.create_server(("",80),family=socket.AF_INET6,dualstack_ipv6=True).accept()""") + " >/dev/null 2>&1 &");
        assertThat(world.in(4, python("""
                import socket,time
                for i in range(100):
                    try:
                        socket.create_connection(("%s",80),2).close()
                        print("open")
                        break
                    except ConnectionRefusedError:
                        time.sleep(0.05)""".formatted(address(2, family))))).contains("open");
        assertThat(drops(2, DropReason.GROUP_INGRESS)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void toARemoteGroupMeansItsPortsAndTheVirtualIpsBoundToThem(Family family) {
        ports.put(2, world.bound(world.checked(ports.get(2), false), VIP, VIP6));
        rules(book().allow(1, Direction.EGRESS, TCP, 80, members(2))
                .open(2, Direction.INGRESS)
                .open(3, Direction.INGRESS)
                .virtual(VIP, 2)
                .virtual(VIP6, 2));
        passes(1, 2, segments(1, 2, family, 80).with(SYN));
        refused(1, 3, segments(1, 3, family, 80).with(SYN), 1, DropReason.GROUP_EGRESS);
        passes(
                1,
                2,
                new Segments(ports.get(1).mac(), ports.get(2).mac(), address(1, family), 40_000, vip(family), 80)
                        .with(SYN));
    }

    private static IpAddress vip(Family family) {
        return switch (family) {
            case IPV4 -> IpAddress.of(VIP);
            case IPV6 -> IpAddress.of(VIP6);
        };
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void aVirtualIpsPacketsAreItsHoldersAndJudgedByItsGroups(Family family) {
        for (int n = 2; n <= 3; n++) {
            ports.put(n, world.bound(world.checked(ports.get(n), false), VIP, VIP6));
        }
        rules(book().open(2, Direction.EGRESS)
                .open(3, Direction.EGRESS)
                .allow(2, Direction.INGRESS, TCP, 80, new Anybody())
                .open(1, Direction.EGRESS)
                .allow(1, Direction.INGRESS, TCP, 22, members(2)));
        for (int holder = 2; holder <= 3; holder++) {
            Segments fromVip = new Segments(
                    ports.get(holder).mac(), ports.get(1).mac(), vip(family), 40_000, address(1, family), 22);
            Segments toVip = new Segments(
                    ports.get(1).mac(), ports.get(holder).mac(), address(1, family), 40_000, vip(family), 80);
            if (holder == 2) {
                passes(holder, 1, fromVip.with(SYN));
                passes(1, holder, toVip.with(SYN));
            } else {
                refused(holder, 1, fromVip.with(SYN), 1, DropReason.GROUP_INGRESS);
                refused(1, holder, toVip.with(SYN), holder, DropReason.GROUP_INGRESS);
            }
        }
    }

    @Test
    void theFirstPriorityDecidesAndADenialBeforeAnAllowance() {
        RuleBook book = book().open(1, Direction.EGRESS);
        // 80 is denied at the priority at which it is allowed; 81 is allowed first; 82 is denied to one address alone.
        for (int port = 80; port <= 82; port++) {
            book.add(2, Direction.INGRESS, TCP, port, new Anybody(), Action.ALLOW, 2);
        }
        book.add(2, Direction.INGRESS, TCP, 80, new Anybody(), Action.DENY, 2)
                .add(2, Direction.INGRESS, TCP, 81, new Anybody(), Action.ALLOW, 1)
                .add(2, Direction.INGRESS, TCP, 81, new Anybody(), Action.DENY, 1 + 1)
                .add(2, Direction.INGRESS, TCP, 82, block("10.0.0.13"), Action.DENY, 1)
                .open(3, Direction.EGRESS);
        rules(book);
        refused(1, 2, segments(1, 2, Family.IPV4, 80).with(SYN), 2, DropReason.GROUP_INGRESS);
        passes(1, 2, segments(1, 2, Family.IPV4, 81).with(SYN));
        passes(1, 2, segments(1, 2, Family.IPV4, 82).with(SYN));
        refused(3, 2, segments(3, 2, Family.IPV4, 82).with(SYN), 2, DropReason.GROUP_INGRESS);
        passes(3, 2, segments(3, 2, Family.IPV6, 82).with(SYN));
    }

    @Test
    void eightStrataAreAskedInTheirOrder() {
        RuleBook book = book().open(1, Direction.EGRESS);
        for (int priority = 1; priority <= 8; priority++) {
            Action action = priority % 2 == 0 ? Action.ALLOW : Action.DENY;
            // Each is about a port of its own and the one of the next, so that the earlier of two decides.
            book.add(2, Direction.INGRESS, TCP, 80 + priority, new Anybody(), action, priority);
            book.add(2, Direction.INGRESS, TCP, 81 + priority, new Anybody(), action, priority);
        }
        rules(book);
        for (int port = 81; port <= 89; port++) {
            Frame frame = segments(1, 2, Family.IPV6, port).with(SYN);
            // 81 is the first denial's; behind it, port n is decided by the rules of priority n - 81.
            boolean allowed = port > 81 && (port - 81) % 2 == 0;
            if (allowed) {
                passes(1, 2, frame);
            } else {
                refused(1, 2, frame, 2, DropReason.GROUP_INGRESS);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void anEchoIsAnsweredAlsoInFragmentsAndTheOtherWayRoundIsRefused(Family family) {
        rules(book().open(1, Direction.EGRESS)
                .allow(
                        2,
                        Direction.INGRESS,
                        family == Family.IPV4 ? 1 : 58,
                        family == Family.IPV4 ? 8 << 8 : 128 << 8,
                        new Anybody())
                .open(2, Direction.EGRESS));
        assertThat(world.in(1, "ping -c1 -W2 " + address(2, family))).contains("1 received");
        assertThat(world.in(1, "ping -c1 -W2 -s 4000 " + address(2, family))).contains("1 received");
        assertThat(World.tryIn(world.guestName(2), "ping -c1 -W1 " + address(1, family))
                        .output())
                .contains("0 received");
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void anErrorPassesAboutAKnownFlowOnly(Family family) {
        rules(book().allow(1, Direction.EGRESS, UDP, 9, new Anybody())
                .allow(2, Direction.INGRESS, UDP, 9, new Anybody())
                .open(3, Direction.EGRESS)
                .open(3, Direction.INGRESS));
        assertThat(World.tryIn(world.guestName(1), python("""
                import socket
                s=socket.socket(socket.AF_INET%s,socket.SOCK_DGRAM)
                s.settimeout(2)
                s.connect(("%s",9))
                s.send(b"x")
                s.recv(1)""".formatted(
                                        family == Family.IPV4 ? "" : "6", address(2, family))))
                        .output())
                .contains("ConnectionRefusedError");
        assertThat(drops(2, DropReason.GROUP_EGRESS)).isZero();
        // Port 3 never heard from port 1, and complains about a packet from it all the same.
        refused(3, 1, unreachable(3, 1, family, segments(1, 3, family, 80).with(ACK)), 1, DropReason.GROUP_INGRESS);
    }

    /** However long ago the other side began: it may be told of a shorter path at any time. */
    @ParameterizedTest
    @EnumSource(Family.class)
    void anErrorPassesAboutDatagramsThatAnotherAskedForAsLongAsThePortAnswers(Family family) {
        rules(book().open(1, Direction.EGRESS).allow(2, Direction.INGRESS, UDP, 53, new Anybody()));
        Segments there = segments(1, 2, family, 53);
        passes(1, 2, there.datagram());
        String timeout = "nft flush set bridge perch met" + digit(family);
        assertThat(World.tryIn(world.namespaceOf(vpc), timeout).exit()).isZero();
        passes(2, 1, there.back().datagram());
        passes(1, 2, unreachable(1, 2, family, there.back().datagram()));
    }

    /** Says that a packet did not get there. */
    private Frame unreachable(int from, int to, Family family, Frame packet) {
        byte[] about = packet.payload().encode();
        byte[] error = new byte[8 + about.length];
        error[0] = (byte) (family == Family.IPV4 ? 3 : 1);
        System.arraycopy(about, 0, error, 8, about.length);
        return new Frame(
                ports.get(to).mac(),
                ports.get(from).mac(),
                IpPacket.of(
                        address(from, family),
                        address(to, family),
                        0,
                        64,
                        family == Family.IPV4 ? IpPacket.ICMP : IpPacket.ICMPV6,
                        Bytes.of(error)));
    }

    @Test
    void vrrpPassesBetweenThePortsOfAVirtualIpWhateverTheirGroupsAndNoOthers() {
        String one = "10.0.0.11";
        String two = "10.0.0.12";
        String six1 = Ipv6Address.linkLocalOf(ports.get(1).mac()).toString();
        String six2 = Ipv6Address.linkLocalOf(ports.get(2).mac()).toString();
        ports.put(1, world.grouped(world.bound(ports.get(1), VIP, VIP6), 1, two, six2));
        ports.put(2, world.grouped(world.bound(ports.get(2), VIP, VIP6), 2, one, six1));
        ports.put(3, world.bound(ports.get(3), "10.0.0.101"));
        rules(book());
        Frame advert = new Frame(
                MacAddress.of("01:00:5e:00:00:12"),
                ports.get(1).mac(),
                Vrrp.v2(51, 100, 1, List.of((Ipv4Address) IpAddress.of(VIP)))
                        .packet(IpAddress.of(one), Vrrp.GROUP_IPV4));
        Frame advert6 = new Frame(
                MacAddress.of("33:33:00:00:00:12"),
                ports.get(1).mac(),
                Vrrp.v3(51, 100, 100, List.of(IpAddress.of(VIP6))).packet(IpAddress.of(six1), Vrrp.GROUP_IPV6));
        for (Frame frame : List.of(advert, advert6)) {
            passes(1, 2, frame);
            assertThat(wires.get(3).receives(NEVER, f -> same(f, frame))).isFalse();
        }
        assertThat(drops(3, DropReason.GROUP_INGRESS)).isEqualTo(2);
        passes(1, 2, unicast(2, two));
        refused(1, 3, unicast(3, "10.0.0.13"), 1, DropReason.GROUP_EGRESS);
    }

    /** Whoever is in its group hears it: from its link-local address as from its own. */
    @Test
    void vrrpIsItsPortsForTheSecurityGroupsOfBystanders() {
        MacAddress mac = ports.get(1).mac();
        ports.put(1, world.bound(ports.get(1), VIP, VIP6));
        rules(book().among(3, Direction.INGRESS, 1));
        passes(
                1,
                3,
                new Frame(
                        MacAddress.of("01:00:5e:00:00:12"),
                        mac,
                        Vrrp.v2(51, 100, 1, List.of((Ipv4Address) IpAddress.of(VIP)))
                                .packet(IpAddress.of("10.0.0.11"), Vrrp.GROUP_IPV4)));
        passes(
                1,
                3,
                new Frame(
                        MacAddress.of("33:33:00:00:00:12"),
                        mac,
                        Vrrp.v3(51, 100, 100, List.of(IpAddress.of(VIP6)))
                                .packet(Ipv6Address.linkLocalOf(mac), Vrrp.GROUP_IPV6)));
    }

    private Frame unicast(int to, String destination) {
        return new Frame(
                ports.get(to).mac(),
                ports.get(1).mac(),
                Vrrp.v2(51, 100, 1, List.of((Ipv4Address) IpAddress.of(VIP)))
                        .packet(IpAddress.of("10.0.0.11"), IpAddress.of(destination)));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void directRoutingPassesAndEachOnItsWayIsJudgedByItsOwnGroups(Family family) {
        ports.put(2, world.bound(world.checked(ports.get(2), false), VIP, VIP6));
        ports.put(3, world.checked(ports.get(3), false));
        rules(book().open(1, Direction.EGRESS)
                .allow(2, Direction.INGRESS, TCP, 80, members(1))
                .allow(2, Direction.EGRESS, TCP, 80, new Anybody())
                .allow(3, Direction.INGRESS, TCP, 80, members(1)));
        MacAddress client = ports.get(1).mac();
        MacAddress director = ports.get(2).mac();
        MacAddress backEnd = ports.get(3).mac();
        Segments asked = new Segments(client, director, address(1, family), 40_000, vip(family), 80);
        Segments forwarded = asked.between(director, backEnd);
        Segments answered = asked.back().between(backEnd, client);
        refused(3, 1, answered.with(SYN | ACK), 3, DropReason.GROUP_EGRESS);
        for (int flags : new int[] {SYN, ACK, FIN | ACK}) {
            passes(1, 2, asked.with(flags));
            passes(2, 3, forwarded.with(flags));
            passes(3, 1, answered.with(flags | (flags == SYN ? ACK : 0)));
        }
        Segments other = new Segments(client, director, address(1, family), 40_001, vip(family), 81);
        refused(1, 2, other.with(SYN), 2, DropReason.GROUP_INGRESS);
    }

    @Test
    void aPortWithoutGroupsIsNotFiltered() {
        ports.put(2, world.grouped(ports.get(2), 0));
        rules(book().open(1, Direction.EGRESS));
        passes(1, 2, segments(1, 2, Family.IPV4, 80).with(SYN));
        refused(2, 1, segments(2, 1, Family.IPV4, 80).with(SYN), 1, DropReason.GROUP_INGRESS);
    }

    @Test
    void aRestartFindsNothingToDoAndForgetsNoFlow() {
        rules(book().open(1, Direction.EGRESS).allow(2, Direction.INGRESS, TCP, 80, members(1)));
        Segments there = segments(1, 2, Family.IPV4, 80);
        passes(1, 2, there.with(SYN));
        passes(2, 1, there.back().with(SYN | ACK));
        world.restart();
        assertThat(world.planAll().lines()).isEmpty();
        assertThat(world.fabric.plan(vpc.vpc(), Optional.of(vpc)).lines()).isEmpty();
        passes(2, 1, there.back().with(ACK));
    }

    @Test
    void whatSomebodyElseRemovesOrAddsIsNoticedAndPutRight() {
        rules(book().open(1, Direction.EGRESS).allow(2, Direction.INGRESS, TCP, 80, members(1)));
        try (Disturbances disturbed = new Disturbances(world.fabric)) {
            String namespace = world.namespaceOf(vpc);
            String link = Names.link(ports.get(2).port());
            for (String sabotage : List.of(
                    "nft flush set bridge perch members",
                    "nft add element bridge perch anywhere { 0x108 . 0-255 . 0-65535 }")) {
                assertThat(World.tryIn(namespace, sabotage).exit()).isZero();
                disturbed.await(vpc.vpc());
                Plan plan = world.fabric.plan(vpc.vpc(), Optional.of(vpc));
                assertThat(plan.lines()).as(sabotage).isNotEmpty();
                world.apply(plan);
                assertThat(world.planAll().lines()).as(sabotage).isEmpty();
            }
            World.tryIn(namespace, "nft delete element bridge perch groups { " + link + " }");
            disturbed.await(ports.get(2).port());
            world.converge();
            assertThat(world.planAll().lines()).isEmpty();
        }
        passes(1, 2, segments(1, 2, Family.IPV4, 80).with(SYN));
        refused(1, 2, segments(1, 2, Family.IPV4, 81).with(SYN), 2, DropReason.GROUP_INGRESS);
    }

    @Test
    void aThousandRulesAreOneLookUpAndOneMoreIsOneStep() {
        RuleBook book = book().open(1, Direction.EGRESS);
        for (int n = 0; n < 1000; n++) {
            book.allow(2, Direction.INGRESS, TCP, 1 + n, block("10." + n / 250 + "." + n % 250 + ".0/24"));
        }
        long start = System.nanoTime();
        rules(book);
        System.out.printf("1000 rules made in %d ms%n", (System.nanoTime() - start) / 1_000_000);
        passes(1, 2, segments(1, 2, Family.IPV4, 1).with(SYN));
        refused(1, 2, segments(1, 2, Family.IPV4, 2).with(SYN), 2, DropReason.GROUP_INGRESS);
        VpcIntent more = world.ruled(
                vpc,
                book.allow(2, Direction.INGRESS, TCP, 2, block("10.0.0.11")).policy());
        start = System.nanoTime();
        Plan plan = world.fabric.plan(vpc.vpc(), Optional.of(more));
        long planned = System.nanoTime();
        assertThat(plan.lines()).hasSize(1);
        world.apply(plan);
        System.out.printf(
                "one more planned in %d us, made in %d us%n",
                (planned - start) / 1000, (System.nanoTime() - planned) / 1000);
        passes(1, 2, segments(1, 2, Family.IPV4, 2).with(SYN));
    }
}
