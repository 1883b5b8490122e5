package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.AddressChoice;
import dev.perch.model.Event;
import dev.perch.model.FamilySplit;
import dev.perch.model.Move;
import dev.perch.model.Move.Cause;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.Port;
import dev.perch.model.VirtualIp.Reach;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import dev.perch.store.Engine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The alarm about a virtual IP whose addresses are with different servers. */
@ParameterizedClass
@EnumSource(Engine.class)
final class FamiliesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Parameter
    private Engine engine;

    private World world;
    private Port one;
    private Port two;
    private VipId vip;
    private long epoch;

    @BeforeEach
    void start(@TempDir Path folder) {
        world = new World(engine, folder);
        SubnetId subnet = world.control
                .subnets()
                .create(
                        world.caller,
                        new Subnets.Create(
                                world.vpc("net"),
                                "front",
                                "",
                                IpPrefix.of("10.0.0.0/24"),
                                Optional.empty(),
                                Optional.of(IpPrefix.of("fd00:1::/64")),
                                Optional.empty(),
                                Map.of()))
                .orThrow()
                .subnet()
                .id();
        one = world.server("web-1", subnet).nics().getFirst().port();
        two = world.server("web-2", subnet).nics().getFirst().port();
        vip = world.control
                .virtualIps()
                .create(
                        world.caller,
                        new VirtualIps.Create(
                                subnet,
                                "front",
                                "",
                                AddressChoice.LAST,
                                AddressChoice.LAST,
                                Optional.empty(),
                                Reach.EVERYWHERE,
                                List.of(),
                                Optional.empty(),
                                List.of(),
                                Map.of()))
                .orThrow()
                .vip()
                .id();
        Stream.of(one, two)
                .forEach(port -> world.control
                        .virtualIps()
                        .bind(world.caller, vip, new VirtualIps.Target.OfPort(port.id()))
                        .orThrow());
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void move(Family family, Optional<Port> to, int second) {
        Move move = new Move(
                vip,
                family,
                ++epoch,
                Optional.empty(),
                to.map(Port::id),
                Cause.CLAIM,
                "a claim",
                START.plusSeconds(second));
        assertThat(world.control.holders().record(move, to.map(Port::mac))).isTrue();
    }

    private void reviewAt(int second) {
        world.control.families().review(START.plusSeconds(second));
    }

    private List<Event> told() {
        return world.control.events().after(0, Events.Filter.ALL, 500).stream()
                .filter(event -> event.type().endsWith("-families"))
                .toList();
    }

    private List<Warning> warnings() {
        return world.control.virtualIps().get(world.caller, vip).orThrow().warnings();
    }

    @Test
    void anAlarmNamesBothServersAndEndsWhenTheFamiliesAreTogetherAgain() {
        move(Family.IPV4, Optional.of(one), 0);
        move(Family.IPV6, Optional.of(two), 1);
        reviewAt(5);
        assertThat(told()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("vip.split-families");
            assertThat(event.subject()).isEqualTo(vip.toString());
            assertThat(event.message()).contains("IPv4 is held by 'web-1', IPv6 by 'web-2'");
            assertThat(event.data()).contains("\"ipv4_server\":\"web-1\"", "\"ipv6_server\":\"web-2\"");
        });
        assertThat(warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo("split-families");
            assertThat(warning.message()).contains("'web-1'", "'web-2'", "fd00:1::");
        });
        move(Family.IPV6, Optional.of(one), 9);
        assertThat(warnings()).isEmpty();
        reviewAt(10);
        reviewAt(11);
        assertThat(told()).extracting(Event::type).containsExactly("vip.split-families", "vip.rejoined-families");
    }

    @Test
    void aMoveThatIsUnderWayIsNoAlarm() {
        move(Family.IPV4, Optional.of(one), 0);
        move(Family.IPV6, Optional.of(one), 0);
        move(Family.IPV4, Optional.of(two), 10);
        reviewAt(10 + (int) FamilySplit.GRACE.toSeconds() - 1);
        assertThat(told()).isEmpty();
        assertThat(warnings()).isEmpty();
        move(Family.IPV6, Optional.of(two), 12);
        reviewAt(60);
        assertThat(told()).isEmpty();
    }

    @Test
    void anAddressThatNobodyHoldsIsNotApart() {
        move(Family.IPV4, Optional.of(one), 0);
        move(Family.IPV6, Optional.of(two), 0);
        reviewAt(9);
        move(Family.IPV6, Optional.empty(), 10);
        reviewAt(11);
        assertThat(told()).extracting(Event::type).containsExactly("vip.split-families", "vip.rejoined-families");
    }

    @Test
    void aRestartNeitherRepeatsNorForgetsAnAlarm() {
        move(Family.IPV4, Optional.of(one), 0);
        move(Family.IPV6, Optional.of(two), 0);
        reviewAt(4);
        world.restart();
        reviewAt(20);
        assertThat(told()).hasSize(1);
        move(Family.IPV4, Optional.of(two), 30);
        world.restart();
        reviewAt(31);
        assertThat(told()).extracting(Event::type).containsExactly("vip.split-families", "vip.rejoined-families");
    }

    @Test
    void anAlarmGoesWithItsVirtualIp() {
        move(Family.IPV4, Optional.of(one), 0);
        move(Family.IPV6, Optional.of(two), 0);
        reviewAt(9);
        Stream.of(one, two)
                .forEach(port -> world.control
                        .virtualIps()
                        .unbind(world.caller, vip, new VirtualIps.Target.OfPort(port.id()))
                        .orThrow());
        world.control.virtualIps().delete(world.caller, vip).orThrow();
        reviewAt(10);
        assertThat(told()).hasSize(1);
    }
}
