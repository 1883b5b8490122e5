package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perch.fabric.Intent.EipIntent;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.RouteIntent;
import dev.perch.fabric.Intent.RouteTableIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.ToAddress;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.linux.kernel.NamespaceThread;
import dev.perch.net.Bytes;
import dev.perch.net.Echo;
import dev.perch.net.Frame;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPacket;
import dev.perch.net.MacAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to packets on their way through an EIP: other ways back, errors, limits, connections. */
class EipPathTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int OUTSIDER = 9;
    private static final String OUTSIDE = "198.18.9.9";

    private final World world = new World();
    private VpcIntent vpc;
    private SubnetIntent subnet;
    private PortIntent one;
    private PortIntent two;

    @BeforeEach
    void build() {
        vpc = world.connected(world.vpc(1));
        subnet = world.subnet(vpc, 1, "10.0.0.1/24", "fd00:1::1/64");
        one = world.bound(world.checked(world.port(subnet, 1, "10.0.0.11/24", "fd00:1::11/64"), false), "10.0.0.100");
        two = world.bound(world.checked(world.port(subnet, 2, "10.0.0.12/24", "fd00:1::12/64"), false), "10.0.0.100");
        world.eip(vpc, 1, "198.18.0.11", "10.0.0.11");
        world.eip(vpc, 2, "2001:2::11", "fd00:1::11");
        world.eip(vpc, 3, "198.18.0.100", "10.0.0.100");
        world.converge();
        world.outsider(OUTSIDER, OUTSIDE, "2001:2::9:9");
    }

    @AfterEach
    void remove() {
        world.close();
    }

    private NamespaceThread inside(int guest) {
        return NamespaceThread.enter(Path.of("/run/netns", world.guestName(guest)));
    }

    private static InetSocketAddress at(String address, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }

    private void reaches(int guest, String target) {
        assertThat(world.in(guest, "ping -c1 -W1 " + target)).contains("1 received");
    }

    private static boolean isEcho(Frame frame, String source, String destination) {
        return frame.payload() instanceof IpPacket packet
                && packet.source().equals(IpAddress.of(source))
                && packet.destination().equals(IpAddress.of(destination));
    }

    /** The director sends what it gets on to a back end's MAC; the back end answers from the virtual IP, past it. */
    @Test
    void aDirectRoutingBackEndAnswersThroughTheEip() {
        world.in(2, "ip addr add 10.0.0.100/32 dev lo");
        world.fabric.steer(vpc.vpc(), subnet.subnet(), IpAddress.of("10.0.0.100"), one.port(), one.mac(), false);
        try (Wire outside = new Wire(world, OUTSIDER);
                Wire director = new Wire(world, 1)) {
            outside.send(new Frame(
                    Names.uplinkMac(vpc.vpc()),
                    MacAddress.of("0a:00:00:00:00:09"),
                    new Echo(false, 7, 1, Bytes.EMPTY).packet(IpAddress.of(OUTSIDE), IpAddress.of("198.18.0.100"))));
            assertThat(director.receives(SOON, f -> {
                        boolean ours = isEcho(f, OUTSIDE, "10.0.0.100");
                        if (ours) {
                            director.send(new Frame(two.mac(), one.mac(), f.payload()));
                        }
                        return ours;
                    }))
                    .as("reaches the director")
                    .isTrue();
            assertThat(outside.receives(SOON, f -> isEcho(f, "198.18.0.100", OUTSIDE)))
                    .as("answered from the EIP")
                    .isTrue();
        }
    }

    /** A custom table sends what leaves the subnet to a firewall in another one; answers to the outside go that way too. */
    @Test
    void aFirewallBetweenAServerAndItsEipSeesThePacketsAndLetsThemThrough() {
        SubnetIntent firewalls = world.subnet(vpc, 2, "10.0.1.1/24");
        world.checked(world.port(firewalls, 3, "10.0.1.13/24"), false);
        RouteTableIntent table = world.table(vpc, 2, subnet);
        RouteIntent route =
                world.route(table, 1, "0.0.0.0/0", new ToAddress(firewalls.subnet(), IpAddress.of("10.0.1.13")));
        world.converge();
        assertThat(route.table()).isEqualTo(table.number());
        world.in(
                3,
                "sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.eth0.send_redirects=0");
        try (Wire firewall = new Wire(world, 3)) {
            reaches(1, OUTSIDE);
            assertThat(firewall.receives(SOON, f -> isEcho(f, "10.0.0.11", OUTSIDE)))
                    .isTrue();
        }
        reaches(OUTSIDER, "198.18.0.11");
    }

    /** The default table sends everybody to the firewall; its own subnet has a table that sends it straight out. */
    @Test
    void aFirewallThatTheDefaultTableLeadsToGetsOutByItsOwnEip() {
        SubnetIntent firewalls = world.subnet(vpc, 2, "10.0.1.1/24");
        world.checked(world.port(firewalls, 3, "10.0.1.13/24"), false);
        RouteTableIntent everybody = world.table(vpc, 2);
        world.route(everybody, 1, "0.0.0.0/0", new ToAddress(firewalls.subnet(), IpAddress.of("10.0.1.13")));
        world.table(vpc, 3, firewalls);
        world.eip(vpc, 4, "198.18.0.13", "10.0.1.13");
        world.converge();
        try (Wire outside = new Wire(world, OUTSIDER)) {
            String ping =
                    World.tryIn(world.guestName(3), "ping -c1 -W1 " + OUTSIDE).output();
            assertThat(outside.receives(Duration.ofMillis(500), f -> isEcho(f, "10.0.1.13", OUTSIDE)))
                    .as("seen outside with its private address")
                    .isFalse();
            assertThat(ping).contains("1 received");
        }
    }

    @ParameterizedTest
    @CsvSource({"198.18.0.11, 198.18.9.9", "2001:2::11, 2001:2::9:9"})
    void errorsFindTheirWayToWhoSentThePacket(String eip, String outside) {
        try (NamespaceThread outsider = inside(OUTSIDER);
                NamespaceThread server = inside(1)) {
            assertThatThrownBy(() -> outsider.call(() -> refused(eip)))
                    .hasRootCauseInstanceOf(PortUnreachableException.class);
            assertThatThrownBy(() -> server.call(() -> refused(outside)))
                    .hasRootCauseInstanceOf(PortUnreachableException.class);
        }
    }

    private static Void refused(String address) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(at(address, 4444));
            socket.setSoTimeout((int) SOON.toMillis());
            socket.send(new DatagramPacket(new byte[8], 8));
            socket.receive(new DatagramPacket(new byte[8], 8));
            return null;
        }
    }

    @Test
    void theOutsideIsToldWhatSizeOfPacketsGetsThrough() {
        String vpcNamespace = world.namespaceOf(vpc);
        World.tryIn(vpcNamespace, "ip route add 10.0.0.11 dev " + Names.bridge(subnet.subnet()) + " mtu lock 1400");
        World.tryIn(vpcNamespace, "ip -6 route add fd00:1::11 dev " + Names.bridge(subnet.subnet()) + " mtu lock 1400");
        World.tryIn(
                world.guestName(OUTSIDER),
                "ping -c1 -W1 -M do -s 1450 198.18.0.11; ping -c1 -W1 -M do -s 1440 2001:2::11");
        assertThat(world.in(OUTSIDER, "ip route get 198.18.0.11; ip -6 route get 2001:2::11"))
                .containsPattern("198.18.0.11.*\n.*mtu 1400")
                .containsPattern("2001:2::11.* mtu 1400");
    }

    @Test
    void theBandwidthOfAnEipHoldsInBothDirections() throws IOException {
        int megabits = 40;
        EipIntent eip = world.eip(vpc, 1, "198.18.0.11", "10.0.0.11", Optional.of(megabits));
        world.apply(world.fabric.plan(eip.eip(), Optional.of(eip)));
        assertThat(world.planAll().lines()).isEmpty();
        for (boolean inward : new boolean[] {true, false}) {
            try (NamespaceThread outsider = inside(OUTSIDER);
                    NamespaceThread server = inside(1)) {
                double measured = inward
                        ? megabits(outsider, server, "198.18.0.11", "10.0.0.11")
                        : megabits(server, outsider, OUTSIDE, OUTSIDE);
                // The first second's worth goes at once.
                assertThat(measured).as("inward %s", inward).isBetween(megabits * 0.2, megabits * 1.8);
            }
        }
        EipIntent more = world.eip(vpc, 1, "198.18.0.11", "10.0.0.11", Optional.of(100));
        assertThat(world.fabric.plan(more.eip(), Optional.of(more)).lines())
                .containsExactlyInAnyOrder(
                        "- element limit_in4 198.18.0.11 5000000 bytes/s",
                        "- element limit_out4 198.18.0.11 5000000 bytes/s",
                        "+ element limit_in4 198.18.0.11 12500000 bytes/s",
                        "+ element limit_out4 198.18.0.11 12500000 bytes/s");
    }

    private static double megabits(NamespaceThread from, NamespaceThread to, String target, String local)
            throws IOException {
        int bytes = 15_000_000;
        try (ServerSocket server = to.call(() -> new ServerSocket(5001, 1, InetAddress.getByName(local)));
                Socket client = from.call(() -> new Socket(InetAddress.getByName(target), 5001));
                Socket accepted = server.accept()) {
            long start = System.nanoTime();
            Thread sender = Thread.ofVirtual().start(() -> send(client, bytes));
            accepted.getInputStream().readNBytes(bytes);
            double seconds = (System.nanoTime() - start) / 1e9;
            sender.interrupt();
            return bytes * 8 / seconds / 1e6;
        }
    }

    private static void send(Socket socket, int bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(new byte[bytes]);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theConnectionsOfAnAddressAreForgottenTheUdpOnesAloneIfAskedFor() {
        String flows = "cat /proc/net/nf_conntrack";
        world.in(OUTSIDER, "ping -c1 -W1 198.18.0.11");
        try (NamespaceThread outsider = inside(OUTSIDER)) {
            assertThatThrownBy(() -> outsider.call(() -> refused("198.18.0.11")))
                    .hasRootCauseInstanceOf(PortUnreachableException.class);
        }
        String namespace = world.namespaceOf(vpc);
        assertThat(World.tryIn(namespace, flows).output()).contains("icmp").contains("udp");
        world.fabric.resetFlows(vpc.vpc(), IpAddress.of("10.0.0.11"), true);
        assertThat(World.tryIn(namespace, flows).output()).contains("icmp").doesNotContain("udp");
        world.fabric.resetFlows(vpc.vpc(), IpAddress.of("198.18.0.100"), false);
        assertThat(World.tryIn(namespace, flows).output()).contains("icmp");
        world.in(1, "ping -c1 -W1 2001:2::9:9");
        world.fabric.resetFlows(vpc.vpc(), IpAddress.of("10.0.0.11"), false);
        assertThat(World.tryIn(namespace, flows).output()).contains("icmpv6").doesNotContain("10.0.0.11");
        // A flow that a server began is kept by the link that it came in by; it is found all the same.
        world.fabric.resetFlows(vpc.vpc(), IpAddress.of("fd00:1::11"), false);
        assertThat(World.tryIn(namespace, flows).output()).isBlank();
    }

    @Test
    void trafficThatIsNotOfAnEipIsNotTracked() {
        SubnetIntent other = world.subnet(vpc, 2, "10.0.1.1/24");
        world.port(other, 3, "10.0.1.13/24");
        world.converge();
        reaches(1, "10.0.1.13");
        reaches(3, "10.0.0.12");
        assertThat(World.tryIn(world.namespaceOf(vpc), "cat /proc/net/nf_conntrack")
                        .output())
                .isBlank();
    }

    /** Loose bounds that catch a change of order; the figures are in the benchmarks. */
    @Test
    void oneEipMoreCostsAboutTheSameAmongAThousand() {
        double few = median();
        for (int i = 0; i < 1000; i++) {
            world.eip(
                    vpc,
                    100 + i,
                    IpAddress.of("198.18.1.0").plus(i).toString(),
                    IpAddress.of("10.9.0.0").plus(i).toString());
        }
        world.converge();
        double many = median();
        System.out.printf("one EIP more among 3: %.0f us, among 1,003: %.0f us%n", few, many);
        assertThat(many).isLessThan(few * 5);
        reaches(OUTSIDER, "198.18.0.11");
        world.restart();
        assertThat(world.planAll().lines()).isEmpty();
    }

    private double median() {
        double[] micros = new double[21];
        for (int i = 0; i < micros.length; i++) {
            EipIntent eip = world.eip(vpc, 99, "198.18.200.1", "10.0.0.250");
            long start = System.nanoTime();
            world.apply(world.fabric.plan(eip.eip(), Optional.of(eip)));
            micros[i] = (System.nanoTime() - start) / 1e3;
            world.intents.remove(eip.eip());
            world.apply(world.fabric.plan(eip.eip(), Optional.empty()));
        }
        Arrays.sort(micros);
        return micros[micros.length / 2];
    }
}
